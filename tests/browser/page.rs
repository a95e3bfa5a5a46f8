//! The page as a person uses it: reading what is shown, pressing, typing, by pointer or by keys alone.

use std::{
    cell::Cell,
    fmt::Display,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver, WebElement};
use tokio::time::{Instant, sleep};

use crate::chromium::Browser;

const PATIENCE: Duration = Duration::from_secs(20);
const MOST_STEPS: usize = 250;

/// Notes each change of the page that leaves the focus nowhere, once the focus has come to rest.
const WATCH_FOCUS: &str = "
    window.lostFocus = [];
    new MutationObserver((changes) => setTimeout(() => {
        if (document.activeElement === document.body || document.activeElement === null) {
            const what = changes[0].target;
            window.lostFocus.push(`${what.nodeName}.${what.className}`);
        }
    })).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });";

/// What reaches over the edge of the window, except inside strips that are meant to be scrolled sideways.
const TOO_WIDE: &str = "
    const wide = [...document.querySelectorAll('body *')].filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && box.right > innerWidth + 1 && !node.closest('.tabs, .offers, .switcher');
    }).map((node) => `${node.nodeName}.${node.getAttribute('class')}: ${node.textContent.slice(0, 60)}`);
    const scrolled = [document.scrollingElement, ...document.querySelectorAll('.log, .panes, .pane, .intro-body, .pane-foot')]
        .filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => `scrolls sideways: ${node.nodeName}.${node.className}`);
    return [...wide, ...scrolled];";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Pointer,
    Keys,
}

pub struct Page {
    browser: Browser,
    hand: Hand,
    size: (u32, u32),
    name: &'static str,
    presses: Cell<u32>,
}

pub struct Pane<'a> {
    page: &'a Page,
    id: String,
}

impl Page {
    pub async fn open(browser: Browser, url: &str, size: (u32, u32), hand: Hand, name: &'static str) -> Self {
        let page = Self { browser, hand, size, name, presses: Cell::new(0) };
        let (width, height) = size;
        page.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}),
        )
        .await;
        page.driver().goto(url).await.unwrap();
        page.until("the people are there", "return document.querySelectorAll('.pane').length >= 5", json!([])).await;
        assert_eq!(page.script("return [innerWidth, innerHeight]", json!([])).await, json!([width, height]));
        if hand == Hand::Keys {
            page.key(Key::Tab).await;
            page.script(WATCH_FOCUS, json!([])).await;
        }
        page
    }

    /// A file from the disk, in a browser of its own.
    pub async fn read(browser: Browser, file: &Path, size: (u32, u32), name: &'static str) -> Self {
        let page = Self { browser, hand: Hand::Pointer, size, name, presses: Cell::new(0) };
        let (width, height) = size;
        page.devtools(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}),
        )
        .await;
        page.driver().goto(&format!("file://{}", file.display())).await.unwrap();
        page
    }

    pub async fn chooses_file(&self, selector: &str, file: &Path) {
        let input = self.driver().find(By::Css(selector)).await.unwrap();
        input.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Whatever the page saves goes there.
    pub async fn saves_to(&self, folder: &Path) {
        self.devtools("Browser.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": folder})).await;
    }

    pub async fn types(&self, selector: &str, text: &str) {
        self.element(selector).await.send_keys(text).await.unwrap();
    }

    pub async fn clicks(&self, selector: &str) {
        self.press(selector).await;
    }

    pub async fn waits(&self, what: &str, script: &str, arguments: Value) {
        self.until(what, script, arguments).await;
    }

    /// The same for what takes its time.
    pub async fn waits_long(&self, what: &str, script: &str, arguments: Value) {
        let end = Instant::now() + 3 * PATIENCE;
        while self.script(script, arguments.clone()).await != json!(true) {
            assert!(Instant::now() < end, "{}: {what}: not so", self.name);
            sleep(Duration::from_millis(100)).await;
        }
    }

    pub async fn element_cleared(&self, selector: &str) {
        self.element(selector).await.clear().await.unwrap();
    }

    pub async fn asks(&self, script: &str, arguments: Value) -> Value {
        self.script(script, arguments).await
    }

    fn driver(&self) -> &WebDriver {
        &self.browser.driver
    }

    async fn devtools(&self, method: &str, parameters: Value) {
        self.driver().cdp().send_raw(method, parameters).await.unwrap();
    }

    async fn script(&self, script: &str, arguments: Value) -> Value {
        let arguments = arguments.as_array().cloned().unwrap_or_default();
        self.driver().execute(script, arguments).await.unwrap().json().clone()
    }

    /// Waits for what the script returns to be something.
    async fn until(&self, what: impl Display, script: &str, arguments: Value) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let value = self.script(script, arguments.clone()).await;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return value;
            }
            if Instant::now() > end {
                let text = self.script("return document.body.innerText", json!([])).await;
                panic!(
                    "{}: {what}: not so within {PATIENCE:?}. The page:\n{}",
                    self.name,
                    text.as_str().unwrap_or_default()
                );
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn text(&self, selector: &str) -> String {
        self.driver().find(By::Css(selector)).await.unwrap().text().await.unwrap()
    }

    /// The last element that fits, once there is one to be seen.
    async fn element(&self, selector: &str) -> WebElement {
        let seen = "return [...document.querySelectorAll(arguments[0])].some((node) => node.checkVisibility())";
        self.until(format_args!("there is {selector}"), seen, json!([selector])).await;
        self.driver().find_all(By::Css(selector)).await.unwrap().pop().expect("it was there a moment ago")
    }

    async fn press(&self, selector: &str) {
        let element = self.element(selector).await;
        match self.hand {
            // A real click: it fails when something else lies over the button.
            Hand::Pointer => element.click().await.unwrap(),
            Hand::Keys => {
                self.walk_to(selector).await;
                // Both keys must do, so they take turns.
                self.presses.set(self.presses.get() + 1);
                self.key(if self.presses.get().is_multiple_of(2) { Key::Enter } else { Key::Space }).await;
            }
        }
        self.is_in_order().await;
    }

    async fn key(&self, key: Key) {
        self.driver().action_chain().send_keys(char::from(key)).perform().await.unwrap();
    }

    /// Tab or Shift+Tab, as a person would choose, until the last element that fits has the focus.
    async fn walk_to(&self, selector: &str) {
        let where_is = "
            const all = document.querySelectorAll(arguments[0]);
            const goal = all[all.length - 1];
            const here = document.activeElement;
            if (here === goal) return 'here';
            return here.compareDocumentPosition(goal) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';";
        for _ in 0..MOST_STEPS {
            let found = self.script(where_is, json!([selector])).await;
            match found.as_str() {
                Some("here") => return,
                Some("before") => {
                    let back =
                        self.driver().action_chain().key_down(char::from(Key::Shift)).send_keys(char::from(Key::Tab));
                    back.key_up(char::from(Key::Shift)).perform().await.unwrap();
                }
                _ => self.key(Key::Tab).await,
            }
        }
        panic!("{}: {selector} cannot be reached with Tab", self.name);
    }

    /// Nothing is wider than the window, and with the keyboard one always knows where one is.
    async fn is_in_order(&self) {
        if self.size.0 < 600 {
            assert_eq!(self.script(TOO_WIDE, json!([])).await, json!([]), "{}: reaches over the edge", self.name);
        }
        if self.hand == Hand::Keys {
            let lost = self.script("return window.lostFocus", json!([])).await;
            assert_eq!(lost, json!([]), "{}: changes that left the focus on <body>", self.name);
            assert_ne!(self.script("return document.activeElement.nodeName", json!([])).await, json!("BODY"));
        }
    }

    /// The person with that name; on a phone, by the tab.
    pub async fn pane(&self, name: &str) -> Pane<'_> {
        let id = self.pane_id(name).await;
        if self.size.0 < 600 {
            self.press(&format!("#tab-{id}")).await;
        }
        Pane { page: self, id }
    }

    pub async fn pane_id(&self, name: &str) -> String {
        let script = "
            const pane = [...document.querySelectorAll('.pane')]
                .find((pane) => pane.querySelector('.pane-name').textContent === arguments[0]);
            return pane ? pane.dataset.userId : null;";
        let id = self.until(format_args!("{name} is there"), script, json!([name])).await;
        id.as_str().unwrap_or_default().to_owned()
    }

    /// Lets an hour pass, and waits until it has.
    pub async fn an_hour_passes(&self) {
        let script = "
            const time = (text) => text.split(' pukul ').reverse().join(' ');
            const now = document.querySelector('#control-status').textContent;
            const there = document.querySelector('#control-working').hidden;
            return there && now !== arguments[0] && time(now).slice(0, 2) !== time(arguments[0]).slice(0, 2) && now;";
        let before = self.text("#control-status").await;
        self.press(".control[data-control='0']").await;
        let end = Instant::now() + 3 * PATIENCE;
        while !self.script(script, json!([before])).await.is_string() {
            assert!(Instant::now() < end, "{}: the hour does not pass", self.name);
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// A guide that lies over the conversations is closed by whoever has read it; beside them it may stay.
    pub async fn puts_the_guide_away(&self) {
        if self.size.0 < 600 {
            self.press("#intro-close").await;
        }
    }

    pub async fn reloads(&self) {
        self.driver().refresh().await.unwrap();
        self.until("the people are there", "return document.querySelectorAll('.pane').length >= 5", json!([])).await;
        let ready = "return document.querySelector('#control-status').textContent !== ''";
        self.until("the page is there again", ready, json!([])).await;
    }

    /// Ctrl with a letter, in what has the focus.
    pub async fn holds_control(&self, letter: char) {
        let control = char::from(Key::Control);
        self.driver().action_chain().key_down(control).send_keys(letter).key_up(control).perform().await.unwrap();
    }

    /// With BROWSER_PICTURES=FOLDER, what the page looks like now in both themes; tests don't need it, people do.
    pub async fn picture(&self, moment: &str) {
        self.is_in_order().await;
        let Some(folder) = std::env::var_os("BROWSER_PICTURES").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).unwrap();
        for theme in ["dark", "light"] {
            let feature = json!({"features": [{"name": "prefers-color-scheme", "value": theme}]});
            self.devtools("Emulation.setEmulatedMedia", feature).await;
            sleep(Duration::from_millis(300)).await;
            let file = folder.join(format!("{}-{moment}-{theme}.png", self.name));
            self.driver().screenshot(&file).await.unwrap();
        }
    }

    pub async fn close(self) {
        self.is_in_order().await;
        let complaints = self.driver().browser_log().await.unwrap();
        let complaints: Vec<_> =
            complaints.iter().filter(|entry| ["SEVERE", "WARNING"].contains(&entry.level.as_str())).collect();
        assert!(complaints.is_empty(), "{}: in the console: {complaints:#?}", self.name);
        self.browser.driver.quit().await.unwrap();
    }
}

impl Pane<'_> {
    pub fn inside(&self, selector: &str) -> String {
        format!("#pane-{} {selector}", self.id)
    }

    pub async fn press(&self, selector: &str) {
        self.page.press(&self.inside(selector)).await;
    }

    /// What the person was given, by its label.
    pub async fn accepts(&self, label: &str) {
        self.press(&format!(".chip[data-label=\"{label}\"]")).await;
    }

    pub fn user(&self) -> &str {
        &self.id
    }

    /// Taps the newest button with that label.
    pub async fn taps(&self, label: &str) {
        self.press(&format!(".inline-button[data-label=\"{label}\"]")).await;
    }

    /// Nobody has written to this person.
    pub async fn is_silent(&self) -> bool {
        let script = "return document.querySelector(arguments[0]) === null";
        self.page.script(script, json!([self.inside(".message.other")])).await == json!(true)
    }

    /// Text of the newest message.
    pub async fn newest(&self) -> String {
        let script = "
            const all = document.querySelectorAll(arguments[0]);
            return all.length === 0 ? '' : all[all.length - 1].innerText;";
        let text = self.page.script(script, json!([self.inside(".message .text")])).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the newest message, which must be in view, says so.
    pub async fn shows(&self, words: &str) {
        let script = "
            const all = document.querySelectorAll(arguments[0]);
            const last = all[all.length - 1];
            return Boolean(last) && last.checkVisibility() && last.innerText.includes(arguments[1]);";
        let what = format_args!("the newest message says “{words}”").to_string();
        self.page.until(what, script, json!([self.inside(".message.other .text"), words])).await;
        self.page.is_in_order().await;
    }

    pub async fn toast(&self, words: &str) {
        let script =
            "return [...document.querySelectorAll(arguments[0])].some((node) => node.innerText.includes(arguments[1]))";
        self.page.until(format_args!("a note says “{words}”"), script, json!([self.inside(".toast"), words])).await;
    }

    /// Takes the time to read, then taps; the button keeps the focus while the text changes under it.
    pub async fn reads_then(&self, label: &str, before: &str) {
        let end = Instant::now() + PATIENCE;
        while self.newest().await == before {
            assert!(Instant::now() < end, "“{label}” leads nowhere from: {before}");
            sleep(Duration::from_millis(3100)).await;
            self.taps(label).await;
            let script = "
                const all = document.querySelectorAll(arguments[0]);
                const waiting = document.querySelector(arguments[2]);
                return !waiting && (all[all.length - 1].innerText !== arguments[1] || Boolean(document.querySelector(arguments[3])));";
            let places = json!([
                self.inside(".message .text"),
                before,
                self.inside(".inline-button.waiting"),
                self.inside(".toast"),
            ]);
            self.page.until(format_args!("“{label}” is answered"), script, places).await;
        }
    }

    /// Types into the box and sends it.
    pub async fn writes(&self, text: &str) {
        let input = self.inside("textarea");
        match self.page.hand {
            Hand::Pointer => {
                let element = self.page.element(&input).await;
                element.click().await.unwrap();
                element.send_keys(text).await.unwrap();
                self.press(".send-button").await;
            }
            Hand::Keys => {
                self.page.walk_to(&input).await;
                self.page.driver().action_chain().send_keys(text).perform().await.unwrap();
                self.page.key(Key::Enter).await;
                self.page.is_in_order().await;
            }
        }
    }

    /// The commands in the person's menu, which is closed again.
    pub async fn menu(&self) -> Vec<String> {
        self.opens_menu().await;
        let script = "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)";
        let labels = self.page.script(script, json!([self.inside(".menu:not(.suggestions) .menu-label")])).await;
        self.page.key(Key::Escape).await;
        self.page.is_in_order().await;
        labels.as_array().into_iter().flatten().filter_map(|label| label.as_str().map(str::to_owned)).collect()
    }

    pub async fn chooses(&self, command: &str) {
        self.opens_menu().await;
        self.page.picture("menu").await;
        let item = self.inside(".menu:not(.suggestions) .menu-item");
        if self.page.hand == Hand::Pointer {
            let script = "
                return [...document.querySelectorAll(arguments[0])]
                    .findIndex((node) => node.querySelector('.menu-label').textContent === arguments[1]);";
            let at = self.page.script(script, json!([item, command])).await;
            let at = at.as_u64().and_then(|at| usize::try_from(at).ok()).expect("the command is in the menu");
            self.page.driver().find_all(By::Css(item)).await.unwrap()[at].click().await.unwrap();
            return;
        }
        for _ in 0..MOST_STEPS {
            let here = self.page.script("return document.activeElement.innerText", json!([])).await;
            if here.as_str().is_some_and(|text| text.starts_with(command)) {
                return self.page.key(Key::Enter).await;
            }
            self.page.key(Key::Down).await;
        }
        panic!("{command} cannot be reached with the arrow keys");
    }

    async fn opens_menu(&self) {
        self.press(".commands-button").await;
        let item = self.inside(".menu:not(.suggestions) .menu-item");
        let script = "return document.querySelectorAll(arguments[0]).length > 0";
        self.page.until("the menu opens", script, json!([item])).await;
    }
}
