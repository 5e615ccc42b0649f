# The adapter by which liquid-spec's runner drives liquid-spec-server (README.md here).
#
#   LIQUID_SPEC_SERVER  the command; else the runner's --command, else build/release/bin/liquid-spec-server
#   LIQUID_SPEC_MODES   parse modes, by commas (strict2,strict,lax)
#   LIQUID_SPEC_EXACT   with any text: also the cases whose values plain JSON cannot carry (exact_transport.rb)
# frozen_string_literal: true

require "liquid/spec/cli/adapter_dsl"
require "liquid/spec/json_rpc/adapter"

EXACT = ENV.key?("LIQUID_SPEC_EXACT")
require_relative "exact_transport" if EXACT

LiquidSpec.setup do |ctx|
  require "liquid" # the classes of the runner's test objects descend from Liquid::Drop
  require "active_support/all"

  command = LiquidSpec.cli_options[:command] || ENV["LIQUID_SPEC_SERVER"] ||
    File.expand_path("../../build/release/bin/liquid-spec-server", __dir__)
  ctx[:adapter] = Liquid::Spec::JsonRpc::Adapter.new(command, timeout: (LiquidSpec.cli_options[:timeout] || 5).to_f)
  ctx[:adapter].start
  at_exit { ctx[:adapter].shutdown }
end

LiquidSpec.configure do |config|
  config.error_modes = ENV.fetch("LIQUID_SPEC_MODES", "strict2,strict,lax").split(",").map(&:to_sym)
  config.render_error_modes = [:raise, :inline]
  config.missing_features = [
    # The reference adapter of liquid-spec leaves these out as well.
    :drop_class_output, :shopify_tags, :shopify_objects, :shopify_filters, :shopify_includes, :shopify_blank,
    :shopify_error_handling, :shopify_error_format, :shopify_string_access,
    # Objects of Ruby: a factory of Ruby templates, and objects that only a Ruby process has.
    :template_factory, :ruby_drops,
  ]
  # What the protocol's JSON cannot carry.
  config.missing_features += [:ruby_types, :binary_data] unless EXACT
  # The reference adapters leave these out in their modes too.
  config.missing_features += [:self_environment_shadowing, :strict2_blank_body_errors] if config.error_modes != [:lax]
  config.missing_features -= ENV.fetch("LIQUID_SPEC_ALSO", "").split(",").map(&:to_sym)
end

LiquidSpec.compile do |ctx, source, options|
  ctx[:adapter].spec_context = ctx
  ctx[:template_id] = ctx[:adapter].compile(source, options)
end

LiquidSpec.render do |ctx, assigns, options|
  ctx[:adapter].spec_context = ctx
  ctx[:adapter].render(ctx[:template_id], assigns, options)
end
