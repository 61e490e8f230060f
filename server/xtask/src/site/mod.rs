//! Builds what the browser gets into `target/site`: wasm, its glue, the boot script, the style sheet, pictures.

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

impl Effort {
    pub fn from_arguments(arguments: &[String]) -> Outcome<Self> {
        match arguments {
            [] => Ok(Self::Full),
            [only] if only == "--release" => Ok(Self::Full),
            [only] if only == "--dev" => Ok(Self::Quick),
            _ => Err("site takes --dev or --release".to_owned()),
        }
    }
}

pub fn build(effort: Effort) -> Outcome {
    setup::for_build()?;
    let root = machine::root()?;
    let mut output = Output::open(&root.join("target/site"), effort)?;
    wasm::add(&mut output)?;
    script::add(&mut output, &root.join("style/boot.js"))?;
    css::add(&mut output, &root.join("style"))?;
    add_pictures(&mut output, &root.join("style/assets"))?;
    output.finish()
}

fn add_pictures(output: &mut Output, folder: &Path) -> Outcome {
    for entry in fs::read_dir(folder).because(format!("reading {}", folder.display()))? {
        let path = entry.because(format!("reading {}", folder.display()))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if path.is_file() && !name.starts_with('.') {
            let content = fs::read(&path).because(format!("reading {}", path.display()))?;
            output.add(name, &content.clone(), || Ok(content))?;
        }
    }
    Ok(())
}
