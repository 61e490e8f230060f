use crate::{
    machine,
    outcome::Outcome,
    postgres, process, setup,
    site::{self, Effort},
};

/// Measures speed and weight; the table lands in `docs/benchmarks.md`.
pub fn measure() -> Outcome {
    setup::for_bench()?;
    site::build(Effort::Full)?;
    let server = postgres::Server::start()?;
    let mut bench = machine::cargo()?;
    bench.args(["bench", "--package", "server", "--bench", "load"]);
    process::run(bench.env("TEST_POSTGRES_URL", server.url()))
}

/// The crash test in earnest, on both databases: 2,000 reports over 50 kills, unless the environment says otherwise. Then
/// 10,000 texts through random faults and two nodes, none of them twice.
pub fn soak() -> Outcome {
    setup::for_quick_tests()?;
    site::build(Effort::Full)?;
    let server = postgres::Server::start()?;
    let mut test = machine::cargo()?;
    test.args([
        "test",
        "--release",
        "--package",
        "server",
        "--test",
        "crash",
        "--",
        "--nocapture",
        "--test-threads=1",
    ]);
    for (name, count) in [("CRASH_REPORTS", "2000"), ("CRASH_KILLS", "50")] {
        if std::env::var_os(name).is_none() {
            test.env(name, count);
        }
    }
    process::run(test.env("TEST_POSTGRES_URL", server.url()))?;
    let mut texts = machine::cargo()?;
    texts.args([
        "test",
        "--release",
        "--package",
        "services",
        "--test",
        "it",
        "--",
        "messages::two_nodes",
        "--test-threads=1",
    ]);
    if std::env::var_os("MESSAGES").is_none() {
        texts.env("MESSAGES", "10000");
    }
    process::run(texts.env("TEST_POSTGRES_URL", server.url()))
}
