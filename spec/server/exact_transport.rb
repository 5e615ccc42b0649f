# Widens the runner's transport to values that its plain JSON loses: bytes that are not UTF-8, times and dates as such,
# keys that are not strings, drops inside lists, one list in two places, NaN and infinities. liquid-spec-server reads these markers, and sends `output_base64` beside
# an output that is not UTF-8.
# frozen_string_literal: true

require "date"
require "time"

module ExactTransport
  def self.text(string)
    return string if string.encoding == Encoding::UTF_8 && string.valid_encoding?
    return string.encode(Encoding::UTF_8) if string.ascii_only?

    type = string.encoding == Encoding::UTF_8 ? "Text" : "Binary"
    { "_ruby_type" => type, "base64" => [string].pack("m0") }
  end

  def self.iso8601(time) = time.iso8601(9).sub(/\.0+(?=[Z+-])/, "")

  module Values
    # `above` holds the containers around the value: the same object may stand in two places, but not in itself.
    def wrap(value, registry, above = {}.compare_by_identity)
      case value
      when String then ExactTransport.text(value)
      when Float then value.finite? ? value : { "_ruby_type" => "Float", "value" => value.to_s }
      when Time then { "_ruby_type" => "Time", "iso8601" => ExactTransport.iso8601(value) }
      when DateTime then { "_ruby_type" => "DateTime", "iso8601" => ExactTransport.iso8601(value) }
      when Date then { "_ruby_type" => "Date", "iso8601" => value.iso8601 }
      when Array then within(value, above) { value.map { |item| wrap(item, registry, above) } }
      when Hash then within(value, above) { wrap_hash(value, registry, above) }
      else super
      end
    end

    private

    def within(container, above)
      return "[circular]" if above.key?(container)

      above[container] = true
      wrapped = yield
      above.delete(container)
      wrapped
    end

    def wrap_hash(hash, registry, above)
      plain = hash.keys.all? { |key| key.is_a?(String) && ExactTransport.text(key).is_a?(String) }
      return hash.transform_values { |value| wrap(value, registry, above) } if plain

      { "_ruby_type" => "Hash", "pairs" => hash.map { |pair| pair.map { |part| wrap(part, registry, above) } } }
    end
  end

  module Requests
    def send_request(method, params)
      if method == "compile"
        files = (params["filesystem"] || {}).transform_values { |source| ExactTransport.text(source) }
        params = params.merge("template" => ExactTransport.text(params["template"]), "filesystem" => files)
      end
      response = super
      bytes = response.dig("result", "output_base64") if response["result"].is_a?(Hash)
      response["result"]["output"] = bytes.unpack1("m0").force_encoding(Encoding::UTF_8) if bytes
      response
    end
  end
end

Liquid::Spec::JsonRpc::DropProxy.singleton_class.prepend(ExactTransport::Values)
Liquid::Spec::JsonRpc::Subprocess.prepend(ExactTransport::Requests)
