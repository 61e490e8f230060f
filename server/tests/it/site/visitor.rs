//! A browser without scripts: it keeps cookies, says where it comes from, and follows nothing by itself.

use super::{Answer, BASE_URL, Form, HOST, Person, World};
use reqwest::{Method, RequestBuilder, header};
use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

#[derive(Clone)]
pub struct Visitor {
    http: reqwest::Client,
    address: SocketAddr,
    jar: Arc<Mutex<BTreeMap<String, String>>>,
    /// The page that is shown.
    page: Arc<Mutex<String>>,
}

impl Visitor {
    pub fn new(http: reqwest::Client, address: SocketAddr) -> Self {
        Self {
            http,
            address,
            jar: Arc::default(),
            page: Arc::new(Mutex::new("/".to_owned())),
        }
    }

    /// The same cookies, in another browser: what a thief of cookies has.
    pub fn copy(&self) -> Self {
        let copy = Self::new(self.http.clone(), self.address);
        copy.jar.lock().unwrap().clone_from(&self.jar.lock().unwrap());
        copy
    }

    /// The same browser at another node.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(name).cloned()
    }

    pub fn put_cookie(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// A request with host and cookies, and nothing that says where it comes from.
    pub fn bare(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        let jar = self.jar.lock().unwrap();
        let cookies: Vec<_> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = self
            .http
            .request(method, format!("http://{}{path}", self.address))
            .header(header::HOST, HOST);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        request
    }

    /// A request that calls the server by another name.
    pub fn named(&self, host: &str, method: &str, path: &str) -> RequestBuilder {
        self.http
            .request(method.parse().unwrap(), format!("http://{}{path}", self.address))
            .header(header::HOST, host)
            .header(header::ORIGIN, BASE_URL)
    }

    /// A request as a form of the page that is shown makes it.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let page = self.page.lock().unwrap().clone();
        self.bare(method, path)
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(header::ORIGIN, BASE_URL)
            .header(header::REFERER, format!("{BASE_URL}{page}"))
    }

    /// A request as an island makes it.
    pub fn script(&self, method: &str, path: &str) -> RequestBuilder {
        self.bare(method, path)
            .header(header::ACCEPT, "application/json")
            .header(header::ORIGIN, BASE_URL)
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = Answer::read(request.send().await.unwrap()).await.unwrap();
        self.keep_cookies(&answer);
        answer
    }

    fn keep_cookies(&self, answer: &Answer) {
        let mut jar = self.jar.lock().unwrap();
        for cookie in answer.cookies() {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = self
            .bare("GET", path)
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");
        let answer = self.send(request).await;
        if answer.status == 200 {
            self.opens(path);
        }
        answer
    }

    /// Shows a page without asking for it.
    pub fn opens(&self, path: &str) {
        path.clone_into(&mut self.page.lock().unwrap());
    }

    /// Follows one redirect to a page.
    pub async fn follow(&self, answer: &Answer) -> Answer {
        let page = self.get(answer.leads_to()).await;
        assert_eq!(page.status, 200, "{} is no page", answer.leads_to());
        page
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request("POST", path).form(fields)).await
    }

    /// Presses the button of a form.
    pub async fn submit(&self, form: Form) -> Answer {
        self.send(self.request("POST", &form.action).form(&form.fields))
            .await
    }

    /// Fills in the sign-in page. The code is asked for next.
    pub async fn give_password(&self, person: Person) -> Answer {
        let page = self.get(person.sign_in_page()).await;
        let form = page.form(&person.api("sign-in"));
        self.submit(form.with("email", person.email).with("password", person.password))
            .await
    }

    /// Signs in with password and code.
    pub async fn signed_in(self, world: &World, person: Person) -> Self {
        let known = world.mails_to(person.email).await.len();
        let sent = self.give_password(person).await;
        let page = self.follow(&sent).await;
        let code = world.code_after(known, person.email).await;
        let form = page.form(&person.api("code")).with("code", &code);
        let entered = self.submit(form).await;
        assert_eq!(entered.leads_to(), person.first_page());
        self
    }
}
