use super::output::Output;
use crate::outcome::{Because, Outcome};
use std::{fs, path::Path};

/// Every script of a folder, each a file of its own: a page loads those it asks for and nothing else.
pub fn add_all(output: &mut Output, folder: &Path) -> Outcome {
    let doing = format!("reading {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).because(&doing)? {
        paths.push(entry.because(&doing)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "js"));
    paths.sort();
    paths.iter().try_for_each(|path| add(output, path))
}

/// One script; the one that wakes the islands is told under which names the glue and the wasm lie beside it.
fn add(output: &mut Output, source: &Path) -> Outcome {
    let doing = format!("reading {}", source.display());
    let name = source
        .file_name()
        .and_then(|name| name.to_str())
        .ok_or_else(|| format!("{doing}: the name is not text"))?;
    let text = fs::read_to_string(source).because(&doing)?;
    let text = text
        .replace("__GLUE__", &format!("./{}", output.named("tenantwise.js")?))
        .replace("__WASM__", output.named("tenantwise_bg.wasm")?);
    output
        .add(name, text.clone().as_bytes(), || Ok(shorter(&text).into_bytes()))
        .map(drop)
}

/// Leaves out comment lines, blank lines and indentation.
///
/// Only for scripts without texts over several lines: one that may have them is returned as it is.
pub fn shorter(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut short = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            short.push_str(line);
            short.push('\n');
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn comments_and_indentation_go_and_code_stays() {
        let script =
            "// why\n/**\n * what\n */\nfunction a() {\n    return `x` // here\n}\n/* one */\n\nb()\n";
        assert_eq!(shorter(script), "function a() {\nreturn `x` // here\n}\nb()\n");
    }

    #[test]
    fn a_script_with_a_text_over_lines_is_left_alone() {
        let script = "x = `\n    // text\n`\n";
        assert_eq!(shorter(script), script);
    }
}
