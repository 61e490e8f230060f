fn main() {
    // The site is carried in the binary; names of its files hold their contents' hash, so this one file tells of any change.
    println!("cargo::rerun-if-changed=../target/site/manifest.json");
}
