use super::output::Output;
use crate::outcome::{Because, Outcome};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};
use std::{fs, path::Path};

/// Browsers of about the last five years; versions are written as major × 65,536.
const OLDEST: Browsers = Browsers {
    android: Some(96 << 16),
    chrome: Some(96 << 16),
    edge: Some(96 << 16),
    firefox: Some(95 << 16),
    ie: None,
    ios_saf: Some(15 << 16),
    opera: Some(82 << 16),
    safari: Some(15 << 16),
    samsung: Some(16 << 16),
};

/// One style sheet from `main.css` and all it imports.
pub fn add(output: &mut Output, folder: &Path) -> Outcome {
    let input = sources(folder)?;
    output
        .add("main.css", &input, || bundle(&folder.join("main.css")))
        .map(drop)
}

fn sources(folder: &Path) -> Outcome<Vec<u8>> {
    let doing = format!("reading {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).because(&doing)? {
        paths.push(entry.because(&doing)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "css"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        all.extend(fs::read(&path).because(format!("reading {}", path.display()))?);
    }
    Ok(all)
}

fn bundle(entry: &Path) -> Outcome<Vec<u8>> {
    let files = FileProvider::new();
    let targets = Targets::from(OLDEST);
    let mut sheet = Bundler::new(&files, None, ParserOptions::default())
        .bundle(entry)
        .because("bundling the style sheet")?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .because("shortening the style sheet")?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .because("writing the style sheet")?;
    Ok(printed.code.into_bytes())
}
