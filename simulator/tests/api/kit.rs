//! A started simulator and a bot's HTTP client for it.
use reqwest::Client;
use serde_json::{Value, json};
use simulator::{Content, NewUser, Options, Simulator};

pub struct Kit {
    pub sim: Simulator,
    pub http: Client,
}

impl Kit {
    pub async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let sim = Simulator::start(options).await.unwrap();
        Self { sim, http: Client::builder().no_proxy().build().unwrap() }
    }

    pub fn method(&self, name: &str) -> String {
        format!("{}/bot{}/{name}", self.sim.url(), self.sim.token())
    }

    pub fn control(&self, path: &str) -> String {
        format!("{}/sim/{path}", self.sim.url())
    }

    pub async fn call(&self, name: &str, arguments: Value) -> Value {
        self.http.post(self.method(name)).json(&arguments).send().await.unwrap().json().await.unwrap()
    }

    /// The result of a call that must succeed.
    pub async fn ok(&self, name: &str, arguments: Value) -> Value {
        let mut answer = self.call(name, arguments).await;
        assert_eq!(answer["ok"], true, "{name}: {answer}");
        answer["result"].take()
    }

    /// The description of a call that must be refused with this code.
    pub async fn refused(&self, code: u16, name: &str, arguments: Value) -> String {
        let answer = self.call(name, arguments).await;
        assert_eq!((&answer["ok"], &answer["error_code"]), (&json!(false), &json!(code)), "{name}: {answer}");
        answer["description"].as_str().unwrap().to_owned()
    }

    /// A user who has pressed start; the update is confirmed.
    pub async fn started(&self, name: &str) -> i64 {
        let user = self.sim.add_user(NewUser::named(name));
        self.sim.send(user, user, Content::Text("/start".into())).unwrap();
        self.drain().await;
        user
    }

    /// Fetches and confirms everything.
    pub async fn drain(&self) -> Vec<Value> {
        let updates = self.ok("getUpdates", json!({})).await.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            self.ok("getUpdates", json!({ "offset": last["update_id"].as_i64().unwrap() + 1 })).await;
        }
        updates
    }

    pub async fn say(&self, chat: i64, text: &str) -> i64 {
        self.ok("sendMessage", json!({ "chat_id": chat, "text": text })).await["message_id"].as_i64().unwrap()
    }

    pub fn keyboard(label: &str, data: &str) -> Value {
        json!({ "inline_keyboard": [[{ "text": label, "callback_data": data }]] })
    }
}
