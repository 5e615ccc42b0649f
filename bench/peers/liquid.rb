# frozen_string_literal: true

# Liquid for Ruby in turn with other engines; the lines are described in README.md.
# LIQUID_RUBY names a checkout of Shopify/liquid; without it the installed gem is taken. LIQUID_C names a folder with a
# built checkout of Shopify/liquid-c (lib, and liquid_c.so in tmp), which then parses and renders.
ENV['TZ'] = 'UTC'
require 'json'
require_relative '../../spec/strscan_bytes'

$LOAD_PATH.unshift(File.join(ENV['LIQUID_RUBY'], 'lib')) if ENV['LIQUID_RUBY']
require 'liquid'
if ENV['LIQUID_C']
  $LOAD_PATH.unshift(File.join(ENV['LIQUID_C'], 'lib'), File.join(ENV['LIQUID_C'], 'tmp'))
  require 'liquid/c'
end

FIXED_NOW = Time.at(1_767_225_600)
class << Time
  def now
    FIXED_NOW
  end
end

module Shop
  SIZES = %w[grande large medium compact small thumb icon].freeze

  def money(cents)
    cents.nil? ? '' : format('$ %.2f', cents / 100.0)
  end

  def money_with_currency(cents)
    cents.nil? ? '' : format('$ %.2f USD', cents / 100.0)
  end

  def weight(grams)
    format('%.2f', grams / 1000)
  end

  def weight_with_unit(grams)
    "#{weight(grams)} kg"
  end

  def json(map)
    JSON.generate(map.reject { |key, _| key == 'collections' })
  end

  def asset_url(name)
    "/files/1/[shop_id]/[shop_id]/assets/#{name}"
  end

  def global_asset_url(name)
    "/global/#{name}"
  end

  def shopify_asset_url(name)
    "/shopify/#{name}"
  end

  def script_tag(url)
    %(<script src="#{url}" type="text/javascript"></script>)
  end

  def stylesheet_tag(url, media = 'all')
    %(<link href="#{url}" rel="stylesheet" type="text/css"  media="#{media}"  />)
  end

  def img_tag(url, alt = '')
    %(<img src="#{url}" alt="#{alt}" />)
  end

  def link_to(text, url, title = '')
    %(<a href="#{url}" title="#{title}">#{text}</a>)
  end

  def link_to_vendor(name)
    name ? link_to(name, url_for_vendor(name), name) : 'Unknown Vendor'
  end
  alias link_to_type link_to_vendor

  def url_for_vendor(name)
    "/collections/#{name.downcase.delete(%q('"()[])).gsub(/\W+/, '-').gsub(/\A-+|-+\z/, '')}"
  end
  alias url_for_type url_for_vendor

  def product_img_url(path, style = 'small')
    found = %r{\Aproducts/([\w\-]+)\.(\w{2,4})}.match(path)
    raise ArgumentError, 'filter "size" can only be called on product images' unless found
    return "/files/shops/random_number/#{path}" if style == 'original'
    raise ArgumentError, 'no such size' unless SIZES.include?(style)

    "/files/shops/random_number/products/#{found[1]}_#{style}.#{found[2]}"
  end

  def pluralize(count, one, many)
    count == 1 ? one : many
  end

  def link_to_tag(label, tag)
    tag_link(label, tag, tag)
  end

  def highlight_active_tag(tag, css = 'active')
    @context['current_tags'].include?(tag) ? %(<span class="#{css}">#{tag}</span>) : tag
  end

  def link_to_add_tag(label, tag)
    tag_link(label, tag, (@context['current_tags'] + [tag]).uniq.join('+'))
  end

  def link_to_remove_tag(label, tag)
    tag_link(label, tag, (@context['current_tags'] - [tag]).join('+'))
  end

  def default_pagination(paginate)
    pieces = []
    pieces << %(<span class="prev">#{page_link(paginate['previous'])}</span>) if paginate['previous']
    paginate['parts'].each do |part|
      pieces << if part['is_link']
        %(<span class="page">#{page_link(part)}</span>)
      elsif part['title'].to_i == paginate['current_page'].to_i
        %(<span class="page current">#{part['title']}</span>)
      else
        %(<span class="deco">#{part['title']}</span>)
      end
    end
    pieces << %(<span class="next">#{page_link(paginate['next'])}</span>) if paginate['next']
    pieces.join(' ')
  end

  private

  def tag_link(label, tag, path)
    %(<a title="Show tag #{tag}" href="/collections/#{@context['handle']}/#{path}">#{label}</a>)
  end

  def page_link(part)
    link_to(part['title'], part['url'])
  end
end

class Paginate < Liquid::Block
  def initialize(name, markup, options)
    super
    found = /\A\s*(\S+)(?:\s+by\s+(\d+))?/.match(markup) or raise Liquid::SyntaxError, 'paginate LIST by NUMBER'
    @list = parse_expression(found[1])
    @size = (found[2] || 20).to_i
  end

  def render_to_output_buffer(context, output)
    list = context.evaluate(@list)
    current = context['current_page'].to_i
    last = (list.size.to_f / @size).ceil
    paginate = { 'page_size' => @size, 'current_page' => 5, 'current_offset' => 5 * @size, 'items' => list.size,
                 'pages' => last }
    paginate['previous'] = link('&laquo; Previous', current - 1) if current > 1
    paginate['next'] = link('Next &raquo;', current + 1) if last + 1 > current + 1
    paginate['parts'] = parts(current, last)
    context.stack do
      context['paginate'] = paginate
      super
    end
  end

  private

  def parts(current, last)
    parts = []
    in_gap = false
    (1..(last < 2 ? 0 : last)).each do |page|
      near = page == 1 || page == last || (page > current - 3 && page < current + 3)
      if page == current
        parts << { 'title' => page, 'is_link' => false }
      elsif near
        parts << link(page, page)
      elsif !in_gap
        parts << { 'title' => '&hellip;', 'is_link' => false }
      end
      in_gap = !near && page != current
    end
    parts
  end

  def link(title, page)
    { 'title' => title, 'url' => "/collections/frontpage?page=#{page}", 'is_link' => true }
  end
end

# Only parsed: the pages show no form.
class Form < Liquid::Block
end

Partials = Struct.new(:sources) do
  def read_template_file(name)
    sources[name.to_s] || sources["#{name}.liquid"] or raise Liquid::FileSystemError, "no partial #{name}"
  end
end

if defined?(Liquid::Environment)
  SHOP = Liquid::Environment.build do |environment|
    environment.register_filter(Shop)
    environment.register_tag('paginate', Paginate)
    environment.register_tag('form', Form)
  end
  STANDARD = Liquid::Environment.build
else
  Liquid::Template.register_filter(Shop)
  Liquid::Template.register_tag('paginate', Paginate)
  Liquid::Template.register_tag('form', Form)
  SHOP = STANDARD = nil
end

# What is timed and compared alike, whatever a page is made of.
module Timed
  def both
    render(parse)
  end

  def difference
    'other output' if render != @expected
  end
end

class ThemePage
  include Timed

  attr_reader :name

  def initialize(page, data)
    @name = page['name']
    @sources = page.values_at('page', 'layout')
    @variables = data.merge('page_title' => 'Page title', 'template' => page['kind'])
    @expected = page['expected']
    @parsed = parse
  end

  def parse
    options = SHOP ? { environment: SHOP } : {}
    @sources.map { |source| Liquid::Template.parse(source, options) }
  end

  def render(parsed = @parsed)
    content = parsed[0].render!(@variables.dup)
    parsed[1].render!(@variables.merge('content_for_layout' => content))
  end
end

class ExtraPage
  include Timed

  attr_reader :name

  def initialize(page)
    @name, @source, @variables, @expected = page.values_at('name', 'template', 'environment', 'expected')
    @partials = Partials.new(page['filesystem'])
    @parsed = parse
  end

  def parse
    Liquid::Template.parse(@source, STANDARD ? { environment: STANDARD } : {})
  end

  # A template keeps the partials that it has met.
  def render(parsed = @parsed)
    parsed.render(@variables.dup, registers: { file_system: @partials })
  end
end

# What stands for a page that cannot be parsed at all.
Broken = Struct.new(:name, :difference)

def read(name)
  yield
rescue Liquid::Error => e
  Broken.new(name, "does not parse: #{e.message}")
end

def unequal(sets)
  sets.transform_values do |pages|
    pages.each_with_object({}) do |page, found|
      why = begin
        page.difference
      rescue StandardError => e
        "does not render: #{e.message[0, 100]}"
      end
      found[page.name] = why if why
    end
  end
end

def cpu
  Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
end

def wall
  Process.clock_gettime(Process::CLOCK_MONOTONIC)
end

def sample(pages, job, seconds)
  passes = 0
  wall_start = wall
  cpu_start = cpu
  while passes.zero? || wall - wall_start < seconds
    pages.each(&job)
    passes += 1
  end
  { ms: [wall - wall_start, cpu - cpu_start].min * 1000 / passes, passes: passes }
end

all = JSON.parse(File.read(ARGV.fetch(0)))
sets = {}
if (themes = all['themes'])
  sets['themes'] = themes['pages'].map { |page| read(page['name']) { ThemePage.new(page, themes['data']) } }
end
%w[extra product].each do |set|
  sets[set] = all[set].map { |page| read(page['name']) { ExtraPage.new(page) } } if all[set]
end

$stdout.sync = true
version = "#{Liquid::VERSION}, Ruby #{RUBY_VERSION}"
version = "#{Liquid::C::VERSION} with Liquid #{version}" if defined?(Liquid::C)
yjit = defined?(RubyVM::YJIT) && RubyVM::YJIT.enabled? ? ' with YJIT' : ''
puts JSON.generate(name: "Liquid for Ruby#{yjit}", version: version, unequal: unequal(sets))
$stdin.each_line do |line|
  asked = JSON.parse(line)
  answer = if asked['check']
    { unequal: unequal(sets) }
  else
    chosen = sets[asked['set']].select { |page| asked['pages'].include?(page.name) }
    sample(chosen, asked['job'].to_sym, asked['seconds'])
  end
  puts JSON.generate(answer)
end
