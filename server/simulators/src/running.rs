//! A simulator at work.

use crate::listen::Listening;
use std::sync::Arc;

/// The two ports of a simulator and what stands behind them. Dropping it ends it.
#[derive(Debug)]
pub struct Running<Shared> {
    /// What the product is told to call.
    pub base_url: String,
    /// Where `/_sim/…` is.
    pub control_url: String,
    pub(crate) shared: Arc<Shared>,
    public: Listening,
    control: Listening,
}

impl<Shared> Running<Shared> {
    pub(crate) fn new(shared: Arc<Shared>, public: Listening, control: Listening) -> Self {
        Self {
            base_url: format!("http://{}", public.address),
            control_url: format!("http://{}", control.address),
            shared,
            public,
            control,
        }
    }

    /// Ends both listeners and all connections.
    pub async fn stop(self) {
        self.public.stop().await;
        self.control.stop().await;
    }
}
