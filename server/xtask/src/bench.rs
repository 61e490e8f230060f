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

/// The crash tests in earnest, on both databases, unless the environment says otherwise: 2,000 reports over 50 kills, then
/// queues of 10,000 deliveries over 20 kills, for each pair of vendors.
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
    for (name, count) in [
        ("CRASH_REPORTS", "2000"),
        ("CRASH_KILLS", "50"),
        ("DELIVERIES", "10000"),
        ("DELIVERY_KILLS", "20"),
    ] {
        if std::env::var_os(name).is_none() {
            test.env(name, count);
        }
    }
    process::run(test.env("TEST_POSTGRES_URL", server.url()))
}
