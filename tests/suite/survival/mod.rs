//! What the fund survives: the built program in processes of its own, killed, cut off and filled up
//! while everybody works; and a witness outside of it, who notes what was said to be done.

mod away;
mod clock;
mod disk;
mod drafts;
mod fund;
mod habits;
mod instances;
mod kills;
mod load;
mod mail;
mod person;
mod post;
mod postgres;
mod program;
mod record;
mod words;
