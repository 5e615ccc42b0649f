# Loaded before the runner's `tools mutate` and `tools fuzz`, makes their comparison of errors stricter: the whole text
# must agree, where the runner compares a category that it guesses from the names of the exceptions.
#
#   ruby ... -r./spec/server/compare_texts.rb bin/liquid-spec tools fuzz ...
# frozen_string_literal: true

require "liquid/spec/adversarial"

module CompareTexts
  # An exception of Ruby itself has no text of Liquid's: on a page it reads `internal`.
  def self.same?(reference, subject)
    name, text = reference.error_message.to_s.b.split(": ", 2)
    found = subject.error_message.to_s.b.split(": ", 2).last
    name.start_with?("Liquid::") ? text == found : found.to_s.end_with?(": internal")
  end

  def compare(reference, subject)
    return super unless [reference, subject].all? { |outcome| [:ok, :error].include?(outcome.status) }
    return super unless reference.status == subject.status
    return (:output_mismatch unless reference.output.b == subject.output.b) if reference.status == :ok

    :error_text_mismatch unless CompareTexts.same?(reference, subject)
  end
end

Liquid::Spec::Adversarial::Comparator.prepend(CompareTexts)
