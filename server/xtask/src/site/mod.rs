//! Builds what the browser gets into `target/site`: wasm, its glue, small scripts, the style sheet, pictures.

mod css;
mod output;
mod script;
mod wasm;

use crate::{
    machine,
    outcome::{Because, Outcome},
    setup,
};
use output::Output;
use std::{fs, path::Path};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As small as it gets.
    Full,
    /// For the tight loop of trying and looking: compressed in a hurry.
    Quick,
}

pub fn command(arguments: &[String]) -> Outcome {
    match arguments {
        [] => build(Effort::Full),
        [only] if only == "--release" => build(Effort::Full),
        [only] if only == "--dev" => build(Effort::Quick),
        [only] if only == "--style" => build_style(),
        _ => Err("site takes --dev, --release or --style".to_owned()),
    }
}

pub fn build(effort: Effort) -> Outcome {
    setup::for_build()?;
    let root = machine::root()?;
    let mut output = Output::open(&root.join("target/site"), effort)?;
    wasm::add(&mut output)?;
    script::add_all(&mut output, &root.join("frontend/scripts"))?;
    css::add(&mut output, &root.join("style"))?;
    add_pictures(&mut output, &root.join("style/assets"))?;
    output.finish()
}

/// Everything but the wasm, which stays what the last whole build made of it.
fn build_style() -> Outcome {
    let root = machine::root()?;
    let mut output = Output::open(&root.join("target/site"), Effort::Full)?;
    output.keep_all();
    script::add_all(&mut output, &root.join("frontend/scripts"))?;
    css::add(&mut output, &root.join("style"))?;
    add_pictures(&mut output, &root.join("style/assets"))?;
    output.finish()
}

fn add_pictures(output: &mut Output, folder: &Path) -> Outcome {
    for entry in fs::read_dir(folder).because(format!("reading {}", folder.display()))? {
        let path = entry.because(format!("reading {}", folder.display()))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if path.is_file() && !name.starts_with('.') {
            let content = fs::read(&path).because(format!("reading {}", path.display()))?;
            output.add(name, &content.clone(), || Ok(content))?;
        }
    }
    Ok(())
}
