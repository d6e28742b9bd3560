//! jointfund: grant management for an innovation fund that two or more partners finance together.
//!
//! The modules stand in the order of their dependencies; each may use only those above it.

pub mod kernel;
pub mod rules;

pub mod config;
pub mod error;
pub mod telemetry;
pub mod words;

pub mod files;

pub mod db;

pub mod standing;

pub mod case;

pub mod audit;
pub mod notifications;

pub mod ledger;

pub mod identity;

pub mod organisations;

pub mod fund;

pub mod anchors;

pub mod calls;

pub mod applications;

pub mod recusals;

pub mod reviews;

pub mod decisions;

pub mod awards;

pub mod disbursements;

pub mod restores;

pub mod own_data;

pub mod tasks;

pub mod app;

pub mod worker;

pub mod web;

pub mod integrity;

pub mod backup;

pub mod cli;
