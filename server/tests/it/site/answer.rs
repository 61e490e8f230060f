//! What the product answered, read as a browser would.

use reqwest::header::HeaderMap;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub async fn read(response: reqwest::Response) -> reqwest::Result<Self> {
        Ok(Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await?.to_vec(),
        })
    }

    /// The first header of that name, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn says(&self, words: &str) -> bool {
        // Entities are written for these only.
        let written = words
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        self.text().contains(&written)
    }

    /// Where it leads; a test whose answer leads nowhere fails.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", String::from_utf8_lossy(&self.body));
        self.header("location")
    }

    /// Whole `Set-Cookie` values.
    pub fn cookies(&self) -> Vec<&str> {
        let all = self.headers.get_all("set-cookie").iter();
        all.map(|value| value.to_str().unwrap()).collect()
    }

    /// The form that posts to `action`; a page without it fails the test.
    pub fn form(&self, action: &str) -> Form {
        let page = self.text();
        let found = page
            .split("<form ")
            .skip(1)
            .find(|form| form.contains(&format!("action=\"{action}\"")));
        let form = found.unwrap_or_else(|| panic!("no form for {action} in:\n{page}"));
        let form = form.split("</form>").next().unwrap();
        let hidden = form
            .split("<input ")
            .skip(1)
            .filter(|input| input.starts_with("type=\"hidden\""));
        let fields = hidden.map(|input| (attribute(input, "name"), attribute(input, "value")));
        Form {
            action: action.to_owned(),
            fields: fields.collect(),
        }
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let value = tag
        .split_once(&format!("{name}=\""))
        .map_or("", |(_, rest)| rest.split('"').next().unwrap());
    value.replace("&quot;", "\"").replace("&amp;", "&")
}

/// A form with its hidden boxes filled in, ready for the others.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}
