//! How a tenant walks through the categories.

use domain::{catalogue::Tree, ids::CategoryId, repairs::Category};
use std::collections::HashSet;

/// Of the categories that are switched on, those that a tenant can walk to and find something in. What is dangerous in a
/// category is dangerous in all that it holds.
pub fn within_reach(mut all: Vec<Category>, stocked: &HashSet<CategoryId>) -> Vec<Category> {
    let tree: Tree = all
        .iter()
        .map(|category| (category.id.clone(), category.parent.clone()))
        .collect();
    let line = |category: &Category| tree.line(&category.id);
    // A line that does not end at the top goes through one that is switched off.
    all.retain(|category| {
        line(category)
            .last()
            .is_some_and(|top| tree.parent(top).is_none())
    });
    let leading: HashSet<CategoryId> = all
        .iter()
        .filter(|category| stocked.contains(&category.id))
        .flat_map(line)
        .collect();
    all.retain(|category| leading.contains(&category.id));
    let warnings: Vec<Option<String>> = all
        .iter()
        .map(|category| {
            let above = line(category);
            let dangerous = above
                .iter()
                .filter_map(|id| all.iter().find(|other| other.id == *id))
                .find(|other| other.emergency);
            dangerous.map(|other| other.call_us.clone())
        })
        .collect();
    for (category, warning) in all.iter_mut().zip(warnings) {
        category.emergency = warning.is_some();
        category.call_us = warning.unwrap_or_default();
    }
    all
}
