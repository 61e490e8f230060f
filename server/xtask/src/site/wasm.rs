use super::{output::Output, script};
use crate::{
    machine,
    outcome::{Because, Outcome},
    process,
};
use std::fs;
use wasm_bindgen_cli_support::Bindgen;

const GLUE: &str = "tenantwise.js";
const WASM: &str = "tenantwise_bg.wasm";

/// Builds the islands and splits them into wasm and the script that loads it.
pub fn add(output: &mut Output) -> Outcome {
    process::run(machine::cargo()?.args([
        "build",
        "--package",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "--profile",
        "wasm-release",
    ]))?;
    let path = machine::target()?.join("wasm32-unknown-unknown/wasm-release/frontend.wasm");
    let input = fs::read(&path).because(format!("reading {}", path.display()))?;
    if output.kept(GLUE, &input).is_some() && output.kept(WASM, &input).is_some() {
        return Ok(());
    }
    let (glue, wasm) = bind(&input)?;
    output.add(GLUE, &input, || Ok(glue.into_bytes()))?;
    output.add(WASM, &input, || Ok(wasm))?;
    Ok(())
}

fn bind(input: &[u8]) -> Outcome<(String, Vec<u8>)> {
    let doing = "binding the wasm to its script";
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("tenantwise", input.to_vec())
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate_output()
        })
        .map_err(|failure| format!("{doing}: {failure:#}"))
        .and_then(|mut made| {
            // A crate that could bring one is listed even when it brings none.
            let brings_scripts = made.snippets().values().any(|scripts| !scripts.is_empty());
            if brings_scripts || !made.local_modules().is_empty() {
                return Err(
                    "a crate brings its own script file, which the site does not serve yet".to_owned(),
                );
            }
            Ok((script::shorter(made.js()), made.wasm_mut().emit_wasm()))
        })
}
