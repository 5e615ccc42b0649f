"""Starts other engines, and asks them for times; README.md of peers/ describes the lines."""
import json
import os
import pathlib
import shutil
import subprocess

DRIVERS = pathlib.Path(__file__).parent / "peers"
LIQUIDJS = "liquidjs@10.30.1"
PYTHON_LIQUID = "python-liquid==2.3.6"
# Each engine is told of its own checkout alone.
CHECKOUT = os.environ.pop("LIQUID_RUBY", None)
LIQUID_C = os.environ.pop("LIQUID_C", None)


class Engine:
    def __init__(self, command, environment=None):
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})
        hello = self.line()
        self.name, self.version, self.unequal = hello["name"], hello["version"], hello["unequal"]

    def line(self):
        text = self.process.stdout.readline()
        if not text:
            self.process.kill()
            raise RuntimeError(self.process.stderr.read().strip()[-300:] or "it said nothing")
        return json.loads(text)

    def ask(self, question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.line()

    def sample(self, name, job, pages, seconds):
        return self.ask({"set": name, "job": job, "pages": pages, "seconds": seconds})["ms"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)


class Absent(Exception):
    """An engine that is not installed and cannot be."""


def run(*command, cwd=None, environment=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True,
                          env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise Absent(f"{command[0]} failed: {(last or ['?'])[0][:120]}")


def needed(program):
    if shutil.which(program) is None:
        raise Absent(f"{program} is not installed")


def ruby(words, checkout):
    needed("ruby")
    environment = {"LIQUID_RUBY": checkout} if checkout else {}
    if checkout is None and subprocess.run(["ruby", "-e", "require 'liquid'"], capture_output=True).returncode != 0:
        raise Absent("the gem is not installed (Debian: ruby-liquid)")
    if "--yjit" in words and subprocess.run(["ruby", "--yjit", "-e", "exit RubyVM::YJIT.enabled?"],
                                            capture_output=True).returncode != 0:
        raise Absent("this ruby has no YJIT")
    return ["ruby", *words, DRIVERS / "liquid.rb"], environment


def checkout_of_ruby(words):
    if not CHECKOUT:
        raise Absent("LIQUID_RUBY does not name a checkout of Shopify/liquid")
    if not pathlib.Path(CHECKOUT, "lib/liquid.rb").exists():
        raise Absent("LIQUID_RUBY holds no lib/liquid.rb")
    return ruby(words, CHECKOUT)


def liquidjs(folder):
    needed("node")
    home = (folder / "liquidjs").resolve()
    if not (home / "node_modules/liquidjs").exists():
        needed("npm")
        run("npm", "install", "--no-audit", "--no-fund", "--prefix", home, LIQUIDJS)
    return ["node", DRIVERS / "liquidjs.mjs"], [home]


def python_liquid(folder):
    home = folder / "python"
    if not (home / "bin/pip").exists():
        run("python3", "-m", "venv", home)
    if subprocess.run([str(home / "bin/python"), "-c", "import liquid"], capture_output=True).returncode != 0:
        run(home / "bin/pip", "install", "-q", PYTHON_LIQUID)
    return [home / "bin/python", DRIVERS / "liquid.py"]


def liquid_rust(folder):
    built = folder / "rust/release/liquid_rust_peer"
    if not built.exists():
        needed("cargo")
        run("cargo", "build", "--release", "--locked", cwd=DRIVERS / "rust",
            environment={"CARGO_TARGET_DIR": str((folder / "rust").resolve())})
    return [built]


def liquid_c(folder):
    """The C extension, built from a checkout for the installed gem."""
    if not LIQUID_C:
        raise Absent("LIQUID_C does not name a checkout of Shopify/liquid-c")
    home = (folder / "liquid-c").resolve()
    if not (home / "tmp/liquid_c.so").exists():
        needed("ruby")
        shutil.copytree(LIQUID_C, home, dirs_exist_ok=True)
        (home / "tmp").mkdir(exist_ok=True)
        run("ruby", "../ext/liquid_c/extconf.rb", cwd=home / "tmp")
        run("make", "-s", cwd=home / "tmp")
    with_yjit = subprocess.run(["ruby", "--yjit", "-e", ""], capture_output=True).returncode == 0
    command, _ = ruby(["--yjit"] if with_yjit else [], None)
    return command, {"LIQUID_C": str(home)}



def start(binaries, sets, data, folder, with_others):
    """The engines that can run here, liquidc first, and why others cannot."""
    product = folder / "product.json"
    product.write_text(json.dumps(sets["product"]))
    engines, absent = [Engine([binaries / "job_server", product, data])], {}
    if not with_others:
        return engines, absent
    file = folder / "sets.json"
    file.write_text(json.dumps(sets))

    def add(title, command_of):
        try:
            command, environment, after = command_of()
            engine = Engine([*command, file, *after], environment)
            engine.name = title
            engines.append(engine)
        except (Absent, RuntimeError, OSError, ValueError) as error:
            absent[title] = str(error)
            print(f"{title}: left out, {error}")

    add("Shopify/liquid, YJIT", lambda: (*checkout_of_ruby(["--yjit"]), []))
    add("Shopify/liquid", lambda: (*checkout_of_ruby([]), []))
    add("ruby-liquid (Debian)", lambda: (*ruby([], None), []))
    add("liquid-c", lambda: (*liquid_c(folder), []))
    add("LiquidJS", lambda: (lambda made: (made[0], {}, made[1]))(liquidjs(folder)))
    add("python-liquid", lambda: (python_liquid(folder), {}, []))
    add("liquid-rust", lambda: (liquid_rust(folder), {}, []))
    return engines, absent
