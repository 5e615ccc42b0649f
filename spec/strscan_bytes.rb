# frozen_string_literal: true

# Two methods of newer strscan releases that the reference engine relies on; for the Ruby side of tests and benchmarks.
require 'strscan'

class StringScanner
  def peek_byte = string.getbyte(pos) unless method_defined?(:peek_byte)

  unless method_defined?(:scan_byte)
    def scan_byte
      byte = string.getbyte(pos)
      self.pos += 1 if byte
      byte
    end
  end
end
