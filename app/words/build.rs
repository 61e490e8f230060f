//! Turns the Fluent files of both languages into functions: a sentence that is missing, or wants other values in the
//! other language, stops the build; a sentence without values costs nothing when it is shown.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use std::{collections::BTreeMap, env, error::Error, fmt::Write, fs, path::Path};

type Messages = BTreeMap<String, Pattern<String>>;
type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=en");
    println!("cargo::rerun-if-changed=cy");
    let (english, welsh) = (read_folder("en")?, read_folder("cy")?);
    if let Some(id) = english.keys().find(|id| !welsh.contains_key(*id)) {
        return Err(format!("'{id}' is missing in Welsh").into());
    }
    if let Some(id) = welsh.keys().find(|id| !english.contains_key(*id)) {
        return Err(format!("'{id}' is missing in English").into());
    }
    let mut code = String::new();
    let mut plain = String::new();
    for (id, pattern) in &english {
        let other = &welsh[id];
        let values = values_of(pattern, other);
        if sorted(&values_of(other, pattern)) != sorted(&values) {
            return Err(format!("'{id}' has other values in Welsh").into());
        }
        writeln!(code, "{}", function(id, &values, pattern, other)?)?;
        if values.is_empty() {
            writeln!(plain, "        {id:?} => {}(language),", name_of(id))?;
        }
    }
    writeln!(
        code,
        "/// A sentence without values by its id, for codes that are only known while running.\npub fn find(language: Language, id: &str) -> Option<&'static str> {{\n    Some(match id {{\n{plain}        _ => return None,\n    }})\n}}"
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?;
    Ok(())
}

fn read_folder(folder: &str) -> Outcome<Messages> {
    let mut messages = Messages::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let resource = fluent_syntax::parser::parse(fs::read_to_string(&path)?)
            .map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))?;
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let id = message.id.name;
                let pattern = message.value.ok_or_else(|| format!("'{id}' has no text"))?;
                if messages.insert(id.clone(), pattern).is_some() {
                    return Err(format!("'{id}' stands twice in {folder}").into());
                }
            }
        }
    }
    Ok(messages)
}

/// The values a sentence wants, in the order in which they appear, each with whether it is counted.
fn values_of(pattern: &Pattern<String>, other: &Pattern<String>) -> Vec<(String, bool)> {
    let mut values = Vec::new();
    let mut counted = Vec::new();
    collect(pattern, &mut values, &mut counted);
    collect(other, &mut Vec::new(), &mut counted);
    values
        .into_iter()
        .map(|name| {
            let is_counted = counted.contains(&name);
            (name, is_counted)
        })
        .collect()
}

fn collect(pattern: &Pattern<String>, values: &mut Vec<String>, counted: &mut Vec<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => add(values, inline),
            Expression::Select { selector, variants } => {
                add(values, selector);
                add(counted, selector);
                for variant in variants {
                    collect(&variant.value, values, counted);
                }
            }
        }
    }
}

fn add(values: &mut Vec<String>, inline: &InlineExpression<String>) {
    if let InlineExpression::VariableReference { id } = inline
        && !values.contains(&id.name)
    {
        values.push(id.name.clone());
    }
}

fn sorted(values: &[(String, bool)]) -> Vec<String> {
    let mut names: Vec<String> = values.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    names
}

fn name_of(id: &str) -> String {
    id.replace('-', "_")
}

fn function(
    id: &str,
    values: &[(String, bool)],
    english: &Pattern<String>,
    welsh: &Pattern<String>,
) -> Outcome<String> {
    let name = name_of(id);
    let doc = plain_text(english)
        .unwrap_or_else(|| id.to_owned())
        .replace('\n', " ");
    if values.is_empty() {
        let (english, welsh) = (plain_text(english), plain_text(welsh));
        let (Some(english), Some(welsh)) = (english, welsh) else {
            return Err(format!("'{id}' cannot be read").into());
        };
        return Ok(format!(
            "/// {doc}\npub const fn {name}(language: Language) -> &'static str {{\n    match language {{ Language::English => {english:?}, Language::Welsh => {welsh:?} }}\n}}"
        ));
    }
    let mut parameters = String::new();
    for (name, counted) in values {
        write!(
            parameters,
            ", {}: {}",
            name_of(name),
            if *counted { "i64" } else { "&str" }
        )?;
    }
    Ok(format!(
        "/// {doc}\npub fn {name}(language: Language{parameters}) -> String {{\n    let mut text = String::new();\n    match language {{\n        Language::English => {{ {} }}\n        Language::Welsh => {{ {} }}\n    }}\n    text\n}}",
        statements(english, values)?,
        statements(welsh, values)?
    ))
}

fn plain_text(pattern: &Pattern<String>) -> Option<String> {
    pattern
        .elements
        .iter()
        .map(|element| match element {
            PatternElement::TextElement { value }
            | PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::StringLiteral { value }),
            } => Some(value.as_str()),
            PatternElement::Placeable { .. } => None,
        })
        .collect()
}

fn statements(pattern: &Pattern<String>, values: &[(String, bool)]) -> Outcome<String> {
    let mut code = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => write!(code, "text += {value:?};")?,
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    write!(code, "text += {value:?};")?;
                }
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    let counted = values.iter().any(|(name, counted)| *name == id.name && *counted);
                    let name = name_of(&id.name);
                    let value = if counted {
                        format!("&{name}.to_string()")
                    } else {
                        name
                    };
                    write!(code, "text += {value};")?;
                }
                Expression::Select {
                    selector: InlineExpression::VariableReference { id },
                    variants,
                } => {
                    let name = name_of(&id.name);
                    let mut arms = String::new();
                    for variant in variants {
                        let inner = statements(&variant.value, values)?;
                        let condition = match &variant.key {
                            _ if variant.default => continue,
                            VariantKey::Identifier { name: category } => {
                                format!("plural(language, {name}) == {category:?}")
                            }
                            VariantKey::NumberLiteral { value } => format!("{name} == {value}"),
                        };
                        write!(arms, "if {condition} {{ {inner} }} else ")?;
                    }
                    let default = variants
                        .iter()
                        .find(|variant| variant.default)
                        .ok_or("a choice has no default")?;
                    write!(code, "{arms}{{ {} }}", statements(&default.value, values)?)?;
                }
                other => return Err(format!("not supported in a sentence: {other:?}").into()),
            },
        }
    }
    Ok(code)
}
