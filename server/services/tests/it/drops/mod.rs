//! The landlord's record as CSV files.

mod desk;
mod out;
mod reading;

use domain::{
    drops::{Aim, SetState, Source},
    integrations::Mode,
    permissions::BuiltInRole,
};
use services::{
    context::Ctx,
    drops::{self, Report, Shelf},
    testing::{DropSet, Test},
};
use std::path::PathBuf;

fn folder(t: &Test) -> PathBuf {
    t.platform.folders.of(Mode::Live, Source::Folder)
}

fn shelf(t: &Test) -> Shelf {
    Shelf::of(&t.platform, Mode::Live)
}

async fn staff(t: &Test) -> Ctx {
    t.staff_as("Olwen", BuiltInRole::Integrations).await
}

/// Lays a set into the folder and lets the worker read it; gives its newest report.
async fn laid(t: &Test, staff: &Ctx, set: &DropSet) -> Report {
    set.lay(&folder(t));
    read(t, staff).await
}

async fn read(t: &Test, staff: &Ctx) -> Report {
    drops::watch(&t.platform, Mode::Live).await.unwrap();
    drops::read_waiting(&t.platform).await.unwrap();
    newest(staff).await
}

async fn newest(staff: &Ctx) -> Report {
    let sets = drops::overview(staff, Mode::Live).await.unwrap().sets;
    let id = domain::ids::DropId::parse(&sets[0].id).unwrap();
    drops::report(staff, &id, None).await.unwrap()
}

fn state(report: &Report) -> SetState {
    SetState::parse(&report.set.state).unwrap()
}

/// What is wrong, as `people 3 surname missing`.
fn told(report: &Report) -> Vec<String> {
    let line =
        |row: &drops::ProblemRow| format!("{} {} {} {}", row.file, row.line, row.column_name, row.code);
    report.problems.rows.iter().map(line).collect()
}

async fn upload(staff: &Ctx, name: &str, text: &str) -> bool {
    let Some(mut upload) = drops::Upload::begin(staff, Mode::Live, name).await.unwrap() else {
        return false;
    };
    let whole = upload.write(text.as_bytes()).await.unwrap();
    upload.finish().await.unwrap();
    whole
}

async fn ask(staff: &Ctx, aim: Aim) -> Report {
    drops::ask(staff, Mode::Live, Source::Upload, aim).await.unwrap();
    drops::read_waiting(&staff.platform).await.unwrap();
    newest(staff).await
}
