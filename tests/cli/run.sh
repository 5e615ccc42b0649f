#!/usr/bin/env bash
# Drives the command line as a user does: run.sh LIQUIDC SOURCE_DIR. Each check says what it wants; the end says how
# many failed.
set -u
liquidc=$(realpath "$1")
source_dir=$(realpath "$2")
unset NO_COLOR
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

checks=0
failures=0

# run STATUS ARGUMENTS...: runs liquidc; its streams are in the files out and err. Standard input is that of the call.
run() {
    local want=$1 got
    shift
    command_line="liquidc $*"
    "$liquidc" "$@" >out 2>err
    got=$?
    check "exit $want, got $got" test "$got" = "$want"
}
check() {
    local what=$1
    shift
    checks=$((checks + 1))
    "$@" && return
    failures=$((failures + 1))
    printf 'FAILED: %s: %s\n' "$command_line" "$what"
    sed 's/^/    out| /' out | head -n 20
    sed 's/^/    err| /' err | head -n 20
}
out_is() { check "stdout is '$1'" test "$(cat out)" = "$1"; }
err_has() { check "stderr has '$1'" grep -qF -- "$1" err; }
err_lacks() { check "stderr has no '$1'" not grep -qF -- "$1" err; }
err_is_empty() { check 'stderr is empty' not test -s err; }
not() { ! "$@"; }

printf 'Hello {{ name }}{{ a.b }}!' >hello.liquid
printf '{{ 1 | divided_by: 0 }}rest' >faulty.liquid
printf '{"name": "Ada", "a": {"b": 1, "c": 2}}' >one.json
printf '{"name": "Bob", "a": {"c": 3}}' >two.json
mkdir snippets more
printf '[{{ x }}]' >snippets/box.liquid
printf '({{ x }})' >more/round.liquid

# Pages and their data.
run 0 render hello.liquid --data one.json
out_is 'Hello Ada1!'
err_is_empty
run 0 render hello.liquid --data one.json --data two.json
out_is 'Hello Bob1!'
run 0 render hello.liquid --set name='two words' --set a.b='[1, 2]' --data one.json
out_is 'Hello two words12!'
printf '{{ s | size }}{{ n | plus: 1 }}{{ e }}{{ q }}' >types.liquid
run 0 render types.liquid --set s=123x --set n=41 --set e= --set 'q="z"'
out_is '442z'
run 0 render - --set name=here < <(printf 'in {{ name }}')
out_is 'in here'
run 0 render hello.liquid --data - < <(printf '{"name": "piped"}')
out_is 'Hello piped!'
printf "{%% render 'box', x: 1 %%}{%% render 'round', x: 2 %%}" >partials.liquid
run 0 render partials.liquid --snippets snippets --snippets more
out_is '[1](2)'
printf "{{ 'now' | date: '%%F %%T' }}" >now.liquid
run 0 render now.liquid --now 2024-05-01T12:00:00Z
out_is '2024-05-01 12:00:00'
run 0 render now.liquid --now 1714564800 --timezone +02:00
out_is '2024-05-01 14:00:00'
for time in 2024-05-01T12:00 '2024-05-01 12:00:00' 2024-05-01T14:00:00.25+02:00 2024-05-01T07:30-0430 1714564800.9; do
    run 0 render now.liquid --now "$time"
    out_is '2024-05-01 12:00:00'
done
for time in 2024-02-30 2024-05-01T24:00 2024-05-01T12:00:00x 9999-01-01 99999999999999999999 1. -; do
    run 2 render now.liquid --now "$time"
done

# A layout: globals stay, locals go, counters go on.
printf '{%% assign local = 1 %%}{%% increment n %%}{{ name }}' >page.liquid
printf '<{{ content_for_layout }}{{ local }}{%% increment n %%}{{ name }}>' >frame.liquid
run 0 render page.liquid --layout frame.liquid --set name=x
out_is '<0x1x>'
printf '{{ content_for_layout }}{{ 1 | divided_by: 0 }}' >frame.liquid
run 1 render hello.liquid --layout frame.liquid --on-error inline
out_is 'Hello !Liquid error (frame line 1): divided by 0'
run 1 render hello.liquid --layout frame.liquid --layout-name layout/frame --on-error inline
out_is 'Hello !Liquid error (layout/frame line 1): divided by 0'

# Faults: where they are shown, and the exit status.
run 1 render faulty.liquid
out_is 'rest'
err_has 'error[LQ3007 division-by-zero]: divided by 0'
err_has ' --> faulty.liquid:1:'
run 1 render faulty.liquid --on-error inline
out_is 'Liquid error (line 1): divided by 0rest'
run 1 render faulty.liquid --on-error inline --name page
out_is 'Liquid error (page line 1): divided by 0rest'
run 1 render faulty.liquid --on-error comment
check 'a comment with code and place' grep -qE '^<!--.*LQ3007.*-->rest$' out
run 1 render faulty.liquid --on-error fail
out_is ''
run 1 render faulty.liquid --format jsonl
check 'one JSON line' test "$(wc -l <err)" = 1
err_has '"code":"LQ3007"'
err_has '"path":"faulty.liquid"'
run 0 render hello.liquid --format json
check 'an empty list' test "$(cat err)" = '{"version":1,"diagnostics":[]}'
run 0 render hello.liquid --format jsonl
err_is_empty
run 1 render - --stdin-filename shop/page.liquid <faulty.liquid
err_has ' --> shop/page.liquid:1:'
run 1 render faulty.liquid --color always
err_has $'\x1b[1;31merror'
run 1 render faulty.liquid
err_lacks $'\x1b'
printf '{%% for i in (1..50) %%}{{ 1 | divided_by: 0 }}{%% endfor %%}' >loop.liquid
run 1 render loop.liquid
err_has '(50 times)'
check 'told once' test "$(grep -c LQ3007 err)" = 1
printf '{%% if %%}{%% nope %%}' >syntax.liquid
run 1 render syntax.liquid
err_has 'LQ2001 unknown-tag'
run 1 render hello.liquid --strict-variables
err_has 'LQ3001 undefined-variable'
printf '{{ 1 | nope }}' >filter.liquid
run 0 render filter.liquid
run 1 render filter.liquid --strict-filters
err_has 'LQ3002 undefined-filter'
printf '{{ a b }}' >lax.liquid
run 0 render lax.liquid --set a=1
run 1 render lax.liquid --set a=1 --error-mode strict2

# Limits.
printf '{%% for i in (1..9999999999) %%}{%% endfor %%}x' >long.liquid
run 1 render long.liquid --limit steps=100000
err_has 'LQ4004 step-limit'
run 1 render hello.liquid --limit output_bytes=3
err_has 'LQ4002 output-limit'
for name in output_bytes memory_bytes steps nesting partial_depth template_bytes deadline_ms render_length render_score \
    assign_score cumulative_render_score cumulative_assign_score; do
    run 0 render hello.liquid --limit $name=1000000
    check "docs/limits.md explains $name" grep -qF "| \`$name\` |" "$source_dir/docs/limits.md"
done
run 2 render hello.liquid --limit speed=3
err_has 'no limit is named `speed`'
err_has 'output_bytes'
run 2 render hello.liquid --limit steps=many

# --output: all or nothing.
run 0 render hello.liquid --set name=new --output made/page.html
out_is ''
err_is_empty
check 'the page is written' test "$(cat made/page.html)" = 'Hello new!'
run 1 render faulty.liquid --on-error fail --output made/page.html
check 'the old page stays' test "$(cat made/page.html)" = 'Hello new!'
run 2 render hello.liquid --data missing.json --output made/page.html
check 'the old page stays' test "$(cat made/page.html)" = 'Hello new!'
chmod 640 made/page.html
run 1 render faulty.liquid --output made/page.html
check 'the new page is written' test "$(cat made/page.html)" = 'rest'
check 'permissions stay' test "$(stat -c %a made/page.html)" = 640
check 'nothing else is left' test "$(ls -A made)" = page.html
run 2 render hello.liquid --output snippets
err_has 'Is a directory'
run 0 render hello.liquid --output /dev/null

# Input that cannot be used.
run 2 render missing.liquid
err_has 'cannot read missing.liquid: No such file or directory'
run 2 render snippets
err_has 'cannot read snippets: Is a directory'
run 2 render hello.liquid --data snippets
printf '{"a": 1,\n "b": }' >broken.json
run 2 render hello.liquid --data broken.json
err_has 'LQ5003 invalid-data'
err_has ' --> broken.json:2:'
out_is ''
for top in '[1]' '"text"' '12' 'true' 'null'; do
    printf '%s' "$top" >top.json
    run 2 render hello.liquid --data top.json
    err_has 'LQ5004 data-not-object'
done
run 2 render hello.liquid --snippets nowhere
err_has '--snippets: nowhere does not exist'
run 2 render hello.liquid --snippets one.json
err_has 'is not a directory'
run 2 render hello.liquid --timezone Nowhere/Here
err_has 'LQ3015 unknown-zone'
printf 'caf\xe9' >latin.liquid
run 1 render latin.liquid
err_has 'LQ2016 invalid-encoding'
printf '{{ x }}' >show.liquid
printf '{"x": "a\033[2Jb", "y": 1}' >control.json
run 2 render show.liquid --data control.json
err_lacks $'\x1b'
printf "{%% include x %%}" >named.liquid
run 1 render named.liquid --snippets snippets --set 'x="a\u001b[2J"'
err_lacks $'\x1b'
head -c 2000000 /dev/zero | tr '\0' '[' >deep.json
run 2 render hello.liquid --data deep.json
{ printf '{{ '; head -c 20000 /dev/zero | tr '\0' '['; printf ' }}'; } >brackets.liquid
run 1 render brackets.liquid --error-mode strict
for _ in $(seq 10000); do printf '{%% if a %%}'; done >blocks.liquid
run 1 render blocks.liquid
err_has 'LQ2017 nesting-too-deep'

# Wrong command lines.
run 2
run 2 frobnicate
run 2 render
run 2 render hello.liquid --bogus
err_has '--bogus'
err_has 'liquidc render --help'
run 2 render hello.liquid other.liquid
run 2 render hello.liquid --error-mode loose
err_has 'lax|warn|strict|strict2'
run 2 render hello.liquid --on-error explode
run 2 render hello.liquid --now someday
run 2 render hello.liquid --set novalue
run 2 render hello.liquid --set a..b=1
run 2 render - --data - </dev/null
run 2 render hello.liquid --stdin-filename x

# Help and version.
for command in render ast program version help; do
    run 0 help $command
    check 'has an example' grep -q '^Examples\?:$' out
    cp out by_name
    run 0 $command --help
    if [ $command != help ]; then check 'both ways say the same' cmp -s out by_name; fi
done
run 0 --help
check 'lists render' grep -q '^  render ' out
run 0 help
run 2 help nothing
run 0 version
check 'says its name' grep -q '^liquidc [0-9]' out
run 0 --version

# The intermediate forms.
run 0 ast hello.liquid
check 'prints something' test -s out
run 0 program hello.liquid
check 'prints something' test -s out
run 1 ast syntax.liquid
err_has 'LQ2001'

# The storefront: what is missing, where it was asked for, through which chain, and what has nearly that name.
cd "$source_dir" || exit 1
shop=examples/storefront
storefront=(render $shop/templates/article.liquid --layout $shop/layout/theme.liquid --data $shop/data/article.json
    --snippets $shop/snippets)
run_in_source() { # keeps out and err in the work directory
    command_line="liquidc $*"
    "$liquidc" "$@" >"$work/out" 2>"$work/err"
    status=$?
    cd "$work" || exit 1
    check "exit 1, got $status" test $status = 1
}
run_in_source "${storefront[@]}"
err_has 'error[LQ1001 missing-partial]: `restock-notices` was not found'
err_has "--> $shop/snippets/page-extras.liquid:8:"
err_has "at $shop/layout/theme.liquid:165:"
err_has '`restock-notice`'
check 'one diagnostic' test "$(grep -c '^error' err)" = 1
check 'nothing of it on the page' not grep -q 'Liquid error' out
cd "$source_dir" || exit 1
run_in_source "${storefront[@]}" --on-error inline
check 'the page is the reference engine'\''s' diff "$source_dir/tests/cli/article.html" out

printf '%d checks, %d failed\n' $checks $failures
test $failures = 0
