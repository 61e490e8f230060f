//! The folder of built files: names that carry their content's hash, compressed siblings, nothing stale.

use super::Effort;
use crate::outcome::{Because, Outcome};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

pub struct Output {
    folder: PathBuf,
    effort: Effort,
    /// When this tool was built: a newer one makes everything again.
    tool: String,
    /// What an earlier run made of which input: name → "input hash/file name".
    known: Map<String, Value>,
    notes: Map<String, Value>,
    manifest: Map<String, Value>,
    made: Vec<String>,
}

impl Output {
    pub fn open(folder: &Path, effort: Effort) -> Outcome<Self> {
        let pkg = folder.join("pkg");
        fs::create_dir_all(&pkg).because(format!("making {}", pkg.display()))?;
        let known = fs::read(folder.join(NOTES))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        Ok(Self {
            folder: folder.to_path_buf(),
            effort,
            tool: tool_age()?,
            known: known.unwrap_or_default(),
            notes: Map::new(),
            manifest: Map::new(),
            made: Vec::new(),
        })
    }

    /// Takes over all an earlier run made, whatever it was made from.
    pub fn keep_all(&mut self) {
        for (name, note) in &self.known {
            let file = note
                .as_str()
                .and_then(|note| note.split_once('/'))
                .map(|(_, file)| file);
            if let Some(file) = file.filter(|file| self.pkg(file).is_file()) {
                self.manifest.insert(name.clone(), file.into());
                self.notes.insert(name.clone(), note.clone());
            }
        }
    }

    /// The hashed file name of an earlier run, if it was made from this input and still lies there.
    pub fn kept(&mut self, name: &str, input: &[u8]) -> Option<String> {
        let key = self.key(input);
        let (known, file) = self.known.get(name)?.as_str()?.split_once('/')?;
        if known != key || !self.pkg(file).is_file() {
            return None;
        }
        let file = file.to_owned();
        self.note(name, &key, &file);
        Some(file)
    }

    /// Makes `name` from `input`, unless that was done before; returns the hashed file name.
    pub fn add(
        &mut self,
        name: &str,
        input: &[u8],
        make: impl FnOnce() -> Outcome<Vec<u8>>,
    ) -> Outcome<String> {
        if let Some(file) = self.kept(name, input) {
            return Ok(file);
        }
        let content = make()?;
        let file = hashed(name, &content);
        let path = self.pkg(&file);
        fs::write(&path, &content).because(format!("writing {}", path.display()))?;
        let (mut brotli, mut gzip) = (0, 0);
        if compresses(&file) {
            brotli = sibling(&path, "br", &self.brotli(&content)?)?;
            gzip = sibling(&path, "gz", &self.gzip(&content)?)?;
        }
        self.made.push(format!(
            "{file:<40}{:>9} bytes, brotli {brotli:>8}, gzip {gzip:>8}",
            content.len()
        ));
        let key = self.key(input);
        self.note(name, &key, &file);
        Ok(file)
    }

    /// Writes the manifest, removes files no longer named and tells what is new.
    pub fn finish(self) -> Outcome {
        let named: BTreeSet<&str> = self.manifest.values().filter_map(Value::as_str).collect();
        let pkg = self.folder.join("pkg");
        for entry in fs::read_dir(&pkg).because(format!("reading {}", pkg.display()))? {
            let path = entry.because(format!("reading {}", pkg.display()))?.path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let plain = name
                .strip_suffix(".br")
                .or_else(|| name.strip_suffix(".gz"))
                .unwrap_or(name);
            if path.is_file() && !named.contains(plain) {
                fs::remove_file(&path).because(format!("removing {}", path.display()))?;
            }
        }
        for line in &self.made {
            eprintln!("site: {line}");
        }
        if self.made.is_empty() {
            eprintln!("site: up to date");
        }
        write_if_changed(&self.folder.join("manifest.json"), self.manifest)?;
        write_if_changed(&self.folder.join(NOTES), self.notes)
    }

    fn pkg(&self, file: &str) -> PathBuf {
        self.folder.join("pkg").join(file)
    }

    /// The hashed file name of something added before.
    pub fn named(&self, name: &str) -> Outcome<&str> {
        self.manifest
            .get(name)
            .and_then(Value::as_str)
            .ok_or_else(|| format!("{name} was not built"))
    }

    fn note(&mut self, name: &str, key: &str, file: &str) {
        self.manifest.insert(name.to_owned(), file.into());
        self.notes.insert(name.to_owned(), format!("{key}/{file}").into());
    }

    fn key(&self, input: &[u8]) -> String {
        let effort = if self.effort == Effort::Full {
            "full"
        } else {
            "quick"
        };
        format!("{}-{effort}-{}", self.tool, hash(input))
    }

    fn brotli(&self, content: &[u8]) -> Outcome<Vec<u8>> {
        let quality = if self.effort == Effort::Full { 11 } else { 5 };
        let parameters = brotli::enc::BrotliEncoderParams {
            quality,
            size_hint: content.len(),
            lgwin: 22,
            ..Default::default()
        };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)
            .because("compressing with brotli")?;
        Ok(packed)
    }

    fn gzip(&self, content: &[u8]) -> Outcome<Vec<u8>> {
        let level = if self.effort == Effort::Full {
            Compression::best()
        } else {
            Compression::fast()
        };
        let mut encoder = GzEncoder::new(Vec::new(), level);
        encoder.write_all(content).because("compressing with gzip")?;
        encoder.finish().because("compressing with gzip")
    }
}

const NOTES: &str = ".inputs.json";

fn tool_age() -> Outcome<String> {
    let age = std::env::current_exe()
        .and_then(fs::metadata)
        .and_then(|file| file.modified());
    Ok(hash(
        format!("{:?}", age.because("looking at the build tool itself")?).as_bytes(),
    ))
}

/// `main.css` becomes `main.<hash>.css`.
fn hashed(name: &str, content: &[u8]) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{}.{ending}", hash(content)),
        None => format!("{name}.{}", hash(content)),
    }
}

fn hash(content: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(content)
        .iter()
        .take(8)
        .fold(String::new(), |mut text, byte| {
            _ = write!(text, "{byte:02x}");
            text
        })
}

fn compresses(file: &str) -> bool {
    let ending = file.rsplit('.').next().unwrap_or_default();
    ["css", "js", "wasm", "svg", "ico", "txt", "json", "webmanifest"].contains(&ending)
}

fn sibling(path: &Path, ending: &str, content: &[u8]) -> Outcome<usize> {
    let path = PathBuf::from(format!("{}.{ending}", path.display()));
    fs::write(&path, content).because(format!("writing {}", path.display()))?;
    Ok(content.len())
}

/// The server is built again when the manifest is touched, so an equal one is left alone.
fn write_if_changed(path: &Path, content: Map<String, Value>) -> Outcome {
    let text = format!("{:#}\n", Value::Object(content));
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).because(format!("writing {}", path.display()))
}
