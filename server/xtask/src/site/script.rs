use super::output::Output;
use crate::outcome::{Because, Outcome};
use std::{fs, path::Path};

/// The boot script, told under which names the glue and the wasm lie beside it.
pub fn add(output: &mut Output, source: &Path) -> Outcome {
    let text = fs::read_to_string(source).because(format!("reading {}", source.display()))?;
    let text = text
        .replace("__GLUE__", &format!("./{}", output.named("tenantwise.js")?))
        .replace("__WASM__", output.named("tenantwise_bg.wasm")?);
    output
        .add("boot.js", text.clone().as_bytes(), || {
            Ok(shorter(&text).into_bytes())
        })
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
