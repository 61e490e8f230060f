fn main() {
    // `sqlx::migrate!` reads these folders, which cargo cannot know by itself.
    println!("cargo::rerun-if-changed=../../migrations");
}
