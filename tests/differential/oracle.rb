# The reference engine's side of the differential test: one JSON object a line in, one a line out (README.md).
# LIQUID_RUBY names a checkout of Shopify/liquid.
require 'json'
require 'time'
require 'timeout'
require_relative '../../spec/strscan_bytes'

ENV['TZ'] = 'UTC'
$LOAD_PATH.unshift(File.join(ENV.fetch('LIQUID_RUBY'), 'lib'))
require 'liquid'

# The clock stands still at the request's time.
module FixedClock
  class << self
    attr_accessor :seconds
  end

  def now(*) = at(FixedClock.seconds)
end
Time.singleton_class.prepend(FixedClock)

class Files
  def initialize(files) = @files = files

  def read_template_file(name)
    @files["#{name.to_s.downcase(:ascii)}.liquid"] or
      raise Liquid::FileSystemError, "Could not find asset #{name}"
  end
end

def hex(text) = text.to_s.unpack1('H*')

def answer_to(request)
  FixedClock.seconds = request['now']
  environment = Liquid::Environment.build(error_mode: request['mode'].to_sym,
                                          file_system: Files.new(request['files']))
  page = Liquid::Template.parse(request['template'], environment: environment, line_numbers: true)
  context = Liquid::Context.build(environment: environment,
                                  static_environments: JSON.parse(request['data']),
                                  environments: JSON.parse(request['variables'] || '{}'))
  context.strict_variables = request['strict_variables']
  context.strict_filters = request['strict_filters']
  output = page.render(context)
  { output: hex(output), errors: page.errors.map { |one| hex(one) }, warnings: page.warnings.map { |one| hex(one) } }
rescue Liquid::SyntaxError, Liquid::StackLevelError => error
  { syntax_error: hex(error) }
end

# Newer Rubies throw something else inside.
TIMEOUTS = [Timeout::Error, (Timeout::ExitException if defined?(Timeout::ExitException))].compact

STDIN.each_line do |line|
  answer =
    begin
      Timeout.timeout(3) { answer_to(JSON.parse(line)) }
    rescue *TIMEOUTS
      { timeout: true }
    rescue StandardError, SystemStackError, NoMemoryError => error
      { crash: "#{error.class}: #{error.message}".dup.force_encoding('UTF-8').scrub }
    end
  puts JSON.generate(answer)
  STDOUT.flush
end
