//! The tree of categories.

use crate::{forms::Code, ids::CategoryId};
use std::collections::BTreeMap;

/// So many levels may stand below each other: tenants walk through each of them.
pub const LEVELS_MAX: u32 = 3;

/// Which category stands in which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree(BTreeMap<CategoryId, Option<CategoryId>>);

impl FromIterator<(CategoryId, Option<CategoryId>)> for Tree {
    fn from_iter<I: IntoIterator<Item = (CategoryId, Option<CategoryId>)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Tree {
    pub fn parent(&self, id: &CategoryId) -> Option<&CategoryId> {
        self.0.get(id)?.as_ref()
    }

    /// The category, the one that it stands in, and so on to the top. Rows that were stored in a ring, or that hang in the
    /// air, end there.
    pub fn line(&self, id: &CategoryId) -> Vec<CategoryId> {
        let mut line = Vec::new();
        let mut next = self.0.contains_key(id).then_some(id);
        while let Some(id) = next {
            if line.contains(id) {
                break;
            }
            line.push(id.clone());
            next = self.parent(id).filter(|parent| self.0.contains_key(parent));
        }
        line
    }

    /// The levels of a category with everything below it; 1 for one that holds none.
    fn height(&self, id: &CategoryId) -> usize {
        let lines = self
            .0
            .keys()
            .filter_map(|other| self.line(other).iter().position(|step| step == id));
        lines.max().unwrap_or_default() + 1
    }

    /// Whether a category may be put into `parent`: not into itself, not into what it holds, not too far down.
    pub fn admits(&self, id: &CategoryId, parent: &CategoryId) -> Result<(), Code> {
        if !self.0.contains_key(parent) {
            return Err(Code::NotOffered);
        }
        let above = self.line(parent);
        if id == parent || above.contains(id) {
            return Err(Code::Wrong);
        }
        if above.len() + self.height(id) > LEVELS_MAX as usize {
            return Err(Code::TooMany { max: LEVELS_MAX });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(number: u8) -> CategoryId {
        CategoryId::parse(&format!("00000000-0000-7000-8000-0000000000{number:02x}")).unwrap()
    }

    fn tree(pairs: &[(u8, Option<u8>)]) -> Tree {
        pairs
            .iter()
            .map(|(child, parent)| (id(*child), parent.map(id)))
            .collect()
    }

    #[test]
    fn a_category_stands_neither_in_itself_nor_in_what_it_holds() {
        let tree = tree(&[(1, None), (2, Some(1)), (3, None)]);
        assert_eq!(tree.admits(&id(1), &id(1)), Err(Code::Wrong));
        assert_eq!(tree.admits(&id(1), &id(2)), Err(Code::Wrong));
        assert_eq!(tree.admits(&id(2), &id(3)), Ok(()));
        assert_eq!(tree.admits(&id(9), &id(1)), Ok(()), "a new one");
        assert_eq!(tree.admits(&id(1), &id(9)), Err(Code::NotOffered));
        assert_eq!(tree.line(&id(2)), [id(2), id(1)]);
    }

    #[test]
    fn the_tree_is_no_deeper_than_tenants_walk() {
        let tree = tree(&[(1, None), (2, Some(1)), (3, Some(2)), (4, None), (5, Some(4))]);
        let too_deep = Err(Code::TooMany { max: LEVELS_MAX });
        assert_eq!(tree.admits(&id(9), &id(2)), Ok(()));
        assert_eq!(tree.admits(&id(9), &id(3)), too_deep);
        assert_eq!(tree.admits(&id(4), &id(1)), Ok(()), "with what it holds");
        assert_eq!(tree.admits(&id(4), &id(2)), too_deep);
    }

    proptest! {
        #[test]
        fn moves_that_are_admitted_never_make_a_ring(moves in prop::collection::vec((0_u8..8, 0_u8..8), 0..40)) {
            let mut pairs: BTreeMap<CategoryId, Option<CategoryId>> = (0..8).map(|one| (id(one), None)).collect();
            for (child, parent) in moves {
                let tree = Tree(pairs.clone());
                if tree.admits(&id(child), &id(parent)).is_ok() {
                    pairs.insert(id(child), Some(id(parent)));
                }
            }
            let tree = Tree(pairs);
            for one in 0..8 {
                let line = tree.line(&id(one));
                prop_assert!(line.len() <= LEVELS_MAX as usize);
                prop_assert!(line.last().is_some_and(|top| tree.parent(top).is_none()));
            }
        }

        #[test]
        fn rings_that_were_stored_end(pairs in prop::collection::vec((0_u8..6, prop::option::of(0_u8..6)), 0..12)) {
            let tree = tree(&pairs);
            for one in 0..6 {
                prop_assert!(tree.line(&id(one)).len() <= 6);
                let _answers = tree.admits(&id(one), &id(0));
            }
        }
    }
}
