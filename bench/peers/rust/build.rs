// Tells the program which version of liquid it was linked with.
fn main() {
    let lock = std::fs::read_to_string("Cargo.lock").unwrap_or_default();
    let version = lock.split("[[package]]").find(|one| one.contains("name = \"liquid\"\n")).and_then(|one| {
        one.lines().find_map(|line| line.strip_prefix("version = \"")).map(|rest| rest.trim_end_matches('"').to_string())
    });
    println!("cargo:rustc-env=LIQUID_VERSION={}", version.unwrap_or_else(|| "0.26".to_string()));
    println!("cargo:rerun-if-changed=Cargo.lock");
}
