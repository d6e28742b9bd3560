//! The OpenAPI document, made from the table: every address of the API, what it takes, what it
//! gives, and how it fails.

use super::deed::{Deed, Work};
use super::permitted::{ACTIONS, PermittedAction};
use super::read::Read;
use super::table::{Fetch, Shape, Table};
use super::{press, proof, url};
use serde_json::{Map, Value, json};

pub fn document(table: &Table) -> Value {
    written(table).document
}

/// Names that two different shapes go by; a reference to such a name leads to the wrong one.
pub fn clashes(table: &Table) -> Vec<String> {
    written(table).clashes
}

struct Written {
    document: Value,
    clashes: Vec<String>,
}

fn written(table: &Table) -> Written {
    let mut book = Book::default();
    for read in &table.reads {
        book.read(read);
    }
    for deed in &table.deeds {
        book.deed(deed);
    }
    for fetch in &table.fetches {
        book.fetch(fetch);
    }
    book.itself();
    book.schemas.insert("Problem".to_owned(), problem());
    Written {
        document: json!({
            "openapi": "3.1.0",
            "info": {
                "title": "jointfund",
                "version": env!("CARGO_PKG_VERSION"),
                "license": {
                    "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0",
                },
            },
            "paths": book.paths,
            "components": {
                "schemas": book.schemas,
                "responses": { "Problem": {
                    "description": "Refused or failed: RFC 9457, with a stable `code`.",
                    "content": { "application/problem+json": {
                        "schema": { "$ref": "#/components/schemas/Problem" } } },
                } },
                "securitySchemes": {
                    "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
                },
            },
            "security": [ { "bearer": [] }, {} ],
        }),
        clashes: book.clashes,
    }
}

#[derive(Default)]
struct Book {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    clashes: Vec<String>,
}

impl Book {
    fn read(&mut self, read: &Read) {
        let mut output = self.refer(&read.output);
        if read.tells_actions {
            output = self.with_actions(&output);
        }
        let mut parameters = in_path(read.path);
        for filter in &read.filters {
            let schema = self.inline(&filter.shape);
            // A form sends what was not chosen as an empty text.
            let schema = json!({ "anyOf": [schema, { "const": "" }] });
            parameters.push(json!({
                "name": filter.name, "in": "query", "required": false,
                "description": "Only those of this one; all where it is empty.",
                "schema": schema,
            }));
        }
        if read.pages {
            parameters.push(json!({
                "name": "after", "in": "query", "required": false,
                "description": "The cursor `next` of the page before.",
                "schema": { "type": "string" },
            }));
        }
        let operation = json!({
            "operationId": operation_id("get", read.path),
            "tags": [tag(read.path)],
            "parameters": parameters,
            "responses": responses("Found.", "application/json", &output, &["401", "404", "422"]),
        });
        self.put(read.path, "get", operation);
    }

    fn deed(&mut self, deed: &Deed) {
        let content = match &deed.work {
            Work::Typed(input, _) => {
                let schema = if deed.asks_for_code() {
                    self.with_code(input)
                } else {
                    self.refer(input)
                };
                json!({ "application/json": { "schema": schema } })
            }
            Work::File(_) => json!({ "multipart/form-data": { "schema": {
                "type": "object", "required": ["file"],
                "properties": { "file": {
                    "type": "string", "contentMediaType": "application/octet-stream" } },
            } } }),
        };
        let output = self.refer(&deed.output);
        let mut parameters = in_path(deed.path);
        if deed.is_done_once {
            parameters.push(json!({
                "name": press::IDEMPOTENCY, "in": "header", "required": false,
                "description": "A request repeated with the same key, address and body is done \
                                once and answered as the first was.",
                "schema": { "type": "string" },
            }));
        }
        let actions: Vec<&str> = deed.actions.iter().map(|action| action.code()).collect();
        let mut operation = json!({
            "operationId": operation_id("post", deed.path),
            "summary": deed.name(),
            "x-actions": actions,
            "tags": [tag(deed.path)],
            "parameters": parameters,
            "requestBody": { "content": content },
            "responses": responses("Done.", "application/json", &output,
                &["401", "403", "404", "409", "415", "422", "429", "503", "507"]),
        });
        if deed.path.starts_with("/tokens")
            && let Some(fields) = operation.as_object_mut()
        {
            fields.insert("security".to_owned(), json!([]));
        }
        self.put(deed.path, "post", operation);
    }

    fn fetch(&mut self, fetch: &Fetch) {
        let bytes = json!({ "type": "string", "contentMediaType": "application/octet-stream" });
        let operation = json!({
            "operationId": operation_id("get", fetch.path),
            "tags": [tag(fetch.path)],
            "parameters": in_path(fetch.path),
            "responses": responses("The file.", "application/octet-stream", &bytes,
                &["401", "404"]),
        });
        self.put(fetch.path, "get", operation);
    }

    fn itself(&mut self) {
        let path = url::DOCUMENT;
        let operation = json!({
            "operationId": "get_openapi",
            "tags": ["openapi"],
            "responses": responses("This document.", "application/json",
                &json!({ "type": "object" }), &[]),
        });
        self.put(path, "get", operation);
    }

    fn put(&mut self, path: &str, method: &str, operation: Value) {
        let entry = self
            .paths
            .entry(url::by_api(path))
            .or_insert_with(|| Value::Object(Map::new()));
        if let Some(methods) = entry.as_object_mut() {
            methods.insert(method.to_owned(), operation);
        }
    }

    /// Keeps a shape under its name, and refers to it.
    fn refer(&mut self, shape: &Shape) -> Value {
        let name = tidy(&shape.name);
        self.keep(&name, json!(shape.schema));
        self.keep_inner(shape);
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// The shape of what a deed takes, with a code of the second factor.
    fn with_code(&mut self, shape: &Shape) -> Value {
        let mut schema = self.inline(shape);
        if let Some(fields) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            let what = "A fresh code of the second factor, of whoever has one.";
            let code = json!({ "type": "string", "description": what });
            fields.insert(proof::FIELD.to_owned(), code);
            let what = "In its place, what a passkey answered to what was asked for this deed: \
                        the JSON of the browser, as text.";
            let answer = json!({ "type": "string", "description": what });
            fields.insert(proof::ASSERTION.to_owned(), answer);
        }
        schema
    }

    /// The shape of an answer about one matter.
    fn with_actions(&mut self, of: &Value) -> Value {
        let action = self.refer(&Shape::of::<PermittedAction>());
        json!({ "allOf": [of, {
            "type": "object",
            "required": [ACTIONS],
            "properties": { ACTIONS: {
                "type": "array", "items": action,
                "description": "What the reader may do with it.",
            } },
        }] })
    }

    /// A shape where it stands; what it refers to is kept.
    fn inline(&mut self, shape: &Shape) -> Value {
        self.keep_inner(shape);
        json!(shape.schema)
    }

    fn keep_inner(&mut self, shape: &Shape) {
        for (name, schema) in &shape.inner {
            self.keep(&tidy(name), json!(schema));
        }
    }

    fn keep(&mut self, name: &str, schema: Value) {
        let other = self.schemas.insert(name.to_owned(), schema.clone());
        if other.is_some_and(|other| other != schema) && !self.clashes.iter().any(|one| one == name)
        {
            self.clashes.push(name.to_owned());
        }
    }
}

fn responses(found: &str, media: &str, schema: &Value, fails: &[&str]) -> Value {
    let mut all = json!({
        "200": { "description": found, "content": { media: { "schema": schema } } },
        "default": { "$ref": "#/components/responses/Problem" },
    });
    if let Some(all) = all.as_object_mut() {
        for status in fails {
            let problem = json!({ "$ref": "#/components/responses/Problem" });
            all.insert((*status).to_owned(), problem);
        }
    }
    all
}

/// The names of generic types hold signs that have no place in a reference.
fn tidy(name: &str) -> String {
    name.replace(['<', '>', ',', ' '], "_")
        .trim_end_matches('_')
        .to_owned()
}

fn tag(path: &str) -> String {
    path.trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn operation_id(method: &str, path: &str) -> String {
    let words: Vec<&str> = path
        .split(['/', '-'])
        .map(|word| word.trim_matches(['{', '}']))
        .filter(|word| !word.is_empty())
        .collect();
    format!("{method}_{}", words.join("_"))
}

/// Named parts are identifiers, but for the kinds of matters and the accounts of the books.
fn in_path(path: &str) -> Vec<Value> {
    url::places_of(path)
        .map(|name| {
            let schema = if name == "kind" || path.starts_with("/books/") {
                json!({ "type": "string" })
            } else {
                json!({ "type": "string", "format": "uuid" })
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect()
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string", "description": "Stable; see docs/rules.md." },
            "detail": { "type": "string" },
            "action": { "type": "string" },
            "faults": {
                "type": "object",
                "description": "Faults by the path of their field.",
                "additionalProperties": { "type": "array", "items": {
                    "type": "object",
                    "required": ["code"],
                    "properties": { "code": { "type": "string" }, "limit": { "type": "string" } },
                } },
            },
            "reference": { "type": "string" },
        },
    })
}
