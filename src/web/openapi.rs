//! The OpenAPI document, made from the table of routes.

use super::table::{Deed, Read};
use serde_json::{Map, Value, json};

/// The document.
pub fn document(deeds: &[Deed], reads: &[Read]) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas: Map<String, Value> = Map::new();
    schemas.insert("Problem".to_owned(), problem());
    for read in reads {
        let (name, schema) = (read.output)();
        let name = tidy(&name);
        keep(&mut schemas, &name, schema);
        for (name, schema) in (read.inner)() {
            keep(&mut schemas, &tidy(&name), schema);
        }
        let mut parameters = parameters(read.path);
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
            "responses": {
                "200": { "description": "Found.", "content": { "application/json": {
                    "schema": { "$ref": format!("#/components/schemas/{name}") } } } },
                "default": { "$ref": "#/components/responses/Problem" },
            },
        });
        insert(&mut paths, read.path, "get", operation);
    }
    for deed in deeds {
        let (name, schema) = (deed.input)();
        keep(&mut schemas, &name, schema);
        for (name, schema) in (deed.inner)() {
            keep(&mut schemas, &tidy(&name), schema);
        }
        let operation = json!({
            "operationId": operation_id("post", deed.path),
            "summary": deed.name,
            "tags": [tag(deed.path)],
            "parameters": parameters(deed.path),
            "requestBody": { "content": { "application/json": {
                "schema": { "$ref": format!("#/components/schemas/{name}") } } } },
            "responses": {
                "200": { "description": "Done.", "content": { "application/json": { "schema": {} } } },
                "default": { "$ref": "#/components/responses/Problem" },
            },
        });
        insert(&mut paths, deed.path, "post", operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "jointfund",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": {
                "description": "Refused or failed: RFC 9457, with a stable `code`.",
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" } },
        },
        "security": [ { "bearer": [] }, {} ],
    })
}

fn insert(paths: &mut Map<String, Value>, path: &str, method: &str, operation: Value) {
    let entry = paths
        .entry(format!("/api/v1{path}"))
        .or_insert_with(|| Value::Object(Map::new()));
    if let Some(methods) = entry.as_object_mut() {
        methods.insert(method.to_owned(), operation);
    }
}

fn keep(schemas: &mut Map<String, Value>, name: &str, schema: impl serde::Serialize) {
    schemas.insert(name.to_owned(), json!(schema));
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

fn parameters(path: &str) -> Vec<Value> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')))
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
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
                    "properties": { "code": { "type": "string" }, "limit": { "type": "string" } },
                } },
            },
            "reference": { "type": "string" },
        },
    })
}
