//! A change that is told to readers before it happens, and taken back once it has.

use tokio::runtime::Handle;

use super::Cache;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Redis knows of the change.
    Open,
    /// It does, and the change may have been committed.
    Committing,
    /// Redis does not know of it.
    Unsaid,
    Withdrawn,
}

/// A change that readers have been told of. Dropping it before the commit withdraws it. When it is
/// dropped during the commit nobody knows how that ended, so it stays until it expires.
pub struct Announcement {
    cache: Cache,
    names: Vec<String>,
    id: String,
    state: State,
}

impl Announcement {
    /// `said`: whether Redis has heard of the change.
    pub(super) fn new(cache: Cache, names: Vec<String>, id: String, said: bool) -> Self {
        Self {
            cache,
            names,
            id,
            state: if said { State::Open } else { State::Unsaid },
        }
    }

    /// From here on the change may become visible.
    pub fn commit_starts(&mut self) {
        match self.state {
            State::Open => self.state = State::Committing,
            State::Unsaid => self.cache.trust.doubt_entries(),
            State::Committing | State::Withdrawn => {}
        }
    }

    /// The change is over: the scopes get new generations.
    pub async fn withdraw(mut self) {
        let state = std::mem::replace(&mut self.state, State::Withdrawn);
        if state != State::Unsaid {
            let withdrawn = self.cache.connection.withdraw(&self.names, &self.id).await;
            if self.cache.heed(withdrawn).is_some() {
                return;
            }
        }
        self.cache.trust.doubt_entries();
    }
}

impl Drop for Announcement {
    fn drop(&mut self) {
        if self.state == State::Unsaid {
            // The change may have been committed all the same.
            self.cache.trust.doubt_entries();
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        if self.state == State::Open {
            let (cache, names) = (self.cache.clone(), std::mem::take(&mut self.names));
            let id = std::mem::take(&mut self.id);
            runtime.spawn(async move {
                let withdrawn = cache.connection.withdraw(&names, &id).await;
                cache.heed(withdrawn);
            });
        }
    }
}
