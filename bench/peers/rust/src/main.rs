// liquid-rust in turn with other engines; the lines are described in bench/peers/README.md.
// Sets: `extra` and `product`. The storefronts' own tags are not written for it.
use std::collections::BTreeMap;
use std::fs;
use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use liquid::partials::{LazyCompiler, InMemorySource};
use liquid::{Object, Parser, ParserBuilder, Template};
use serde_json::{json, Map, Value};

struct Page {
    name: String,
    source: String,
    partials: BTreeMap<String, String>,
    environment: Object,
    expected: String,
    parser: Parser,
    template: Option<Template>,
}

fn make_parser(partials: &BTreeMap<String, String>) -> Result<Parser, liquid::Error> {
    let mut source = InMemorySource::new();
    for (name, text) in partials {
        source.add(name, text);
    }
    ParserBuilder::with_stdlib().partials(LazyCompiler::new(source)).build()
}

impl Page {
    fn read(one: &Value) -> Page {
        let text = |key: &str| one[key].as_str().unwrap_or("").to_string();
        let mut partials = BTreeMap::new();
        for (name, source) in one["filesystem"].as_object().unwrap() {
            // A name is asked for with its ending or without.
            let bare = name.strip_suffix(".liquid").unwrap_or(name);
            for asked in [bare.to_string(), format!("{bare}.liquid")] {
                partials.insert(asked, source.as_str().unwrap().to_string());
            }
        }
        let parser = make_parser(&partials).unwrap_or_else(|_| make_parser(&BTreeMap::new()).unwrap());
        let source = text("template");
        let template = parser.parse(&source).ok();
        Page {
            name: text("name"),
            source,
            partials,
            environment: liquid::to_object(&one["environment"]).unwrap(),
            expected: text("expected"),
            parser,
            template,
        }
    }

    fn difference(&self) -> Option<String> {
        let Some(template) = &self.template else {
            let error = self.parser.parse(&self.source).err().map(|e| e.to_string()).unwrap_or_default();
            return Some(format!("does not parse: {}", error.lines().next().unwrap_or("")));
        };
        match template.render(&self.environment) {
            Ok(out) if out == self.expected => None,
            Ok(_) => Some("other output".to_string()),
            Err(error) => Some(format!("does not render: {}", error.to_string().lines().next().unwrap_or(""))),
        }
    }

    fn run(&self, job: &str) -> usize {
        match job {
            "parse" => self.parser.parse(&self.source).is_ok() as usize,
            "render" => self.template.as_ref().unwrap().render(&self.environment).unwrap().len(),
            _ if self.partials.is_empty() => {
                self.parser.parse(&self.source).unwrap().render(&self.environment).unwrap().len()
            }
            _ => {
                let parser = make_parser(&self.partials).unwrap();
                parser.parse(&self.source).unwrap().render(&self.environment).unwrap().len()
            }
        }
    }
}

// One thread: its time is the process's. Linux tells it in nanoseconds.
fn cpu_time() -> Duration {
    let text = fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

fn sample(pages: &[&Page], job: &str, seconds: f64) -> Value {
    let (wall, cpu) = (Instant::now(), cpu_time());
    let mut passes = 0u32;
    while passes == 0 || wall.elapsed().as_secs_f64() < seconds {
        for page in pages {
            black_box(page.run(job));
        }
        passes += 1;
    }
    let spent = wall.elapsed().min(cpu_time() - cpu).as_secs_f64();
    json!({"ms": spent * 1000.0 / f64::from(passes), "passes": passes})
}

fn unequal(sets: &BTreeMap<String, Vec<Page>>) -> Value {
    let mut found = Map::new();
    for (set, pages) in sets {
        let differing: Map<String, Value> =
            pages.iter().filter_map(|page| page.difference().map(|why| (page.name.clone(), json!(why)))).collect();
        found.insert(set.clone(), Value::Object(differing));
    }
    Value::Object(found)
}

fn main() {
    let file = std::env::args().nth(1).expect("usage: liquid_rust_peer SETS");
    let all: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let mut sets = BTreeMap::new();
    for set in ["extra", "product"] {
        if let Some(pages) = all[set].as_array() {
            sets.insert(set.to_string(), pages.iter().map(Page::read).collect::<Vec<_>>());
        }
    }
    let mut out = io::stdout();
    let version = env!("LIQUID_VERSION");
    writeln!(out, "{}", json!({"name": "liquid-rust", "version": version, "unequal": unequal(&sets)})).unwrap();
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let answer = if asked["check"].as_bool() == Some(true) {
            json!({"unequal": unequal(&sets)})
        } else {
            let names: Vec<&str> = asked["pages"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let pages: Vec<&Page> = sets[asked["set"].as_str().unwrap()]
                .iter()
                .filter(|page| names.contains(&page.name.as_str()))
                .collect();
            sample(&pages, asked["job"].as_str().unwrap(), asked["seconds"].as_f64().unwrap())
        };
        writeln!(out, "{answer}").unwrap();
        out.flush().unwrap();
    }
}
