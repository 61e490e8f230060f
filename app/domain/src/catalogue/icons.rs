//! The pictures that stand beside categories. They are drawn in `app/src/ui/icons.rs`.

macro_rules! icons {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// A picture of our own set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Icon { $($name),+ }

        impl Icon {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name in the database, in forms, and in the message `icon-…`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|icon| icon.as_str() == text)
            }
        }
    };
}

icons! {
    Flame = "flame",
    Drop = "drop",
    Bolt = "bolt",
    Mould = "mould",
    Door = "door",
    Window = "window",
    Roof = "roof",
    Key = "key",
    Toilet = "toilet",
    Stairs = "stairs",
    Tree = "tree",
    Bug = "bug",
    Fence = "fence",
    Tool = "tool",
}
