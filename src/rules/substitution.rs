//! WHO IS LEFT TO FIND A SUBSTITUTE: where everybody who administers a partner stands aside from an
//! application, nobody of it proposes somebody there, or confirms whom another partner proposes.
//!
//! Two people of two partners are what it takes, whatever befalls: nobody else does it in their
//! place. The partner appoints another administrator first, as any.

/// Somebody who administers a partner, or is to, as they stand to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Administrator<P> {
    pub partner: P,
    /// Whether they hold the office, and are not only proposed for it.
    pub is_in_force: bool,
    /// Whether they stand aside from the application, or take part in it.
    pub stands_aside: bool,
}

/// What an office of the application that nobody can hold waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits<P> {
    /// A proposal by its partner, or by any where it is an office of all together.
    Proposal(Option<P>),
    /// A confirmation by another partner than the one that proposed.
    Confirmation(P),
}

/// A partner of which nobody can do what an office waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stuck<P> {
    pub partner: P,
    /// Whether another administrator is proposed already, who does not stand aside.
    pub has_proposed: bool,
}

/// The partners that appoint another administrator before this can go on: its own, or, where any of
/// several would do, each of them once nobody of any is left. Of a partner without anybody in that
/// office nothing can be asked.
///
/// `parties` are the partners whose officers act in the application. Who is tied to the proposer,
/// and so confirms nothing of theirs, is left out of account: that is mended by another proposer.
pub fn stuck<P: Copy + PartialEq>(
    administrators: &[Administrator<P>],
    parties: &[P],
    waits: Waits<P>,
) -> Vec<Stuck<P>> {
    let mut all: Vec<P> = Vec::new();
    for one in administrators.iter().filter(|one| one.is_in_force) {
        if !all.contains(&one.partner) {
            all.push(one.partner);
        }
    }
    all.retain(|partner| match waits {
        Waits::Proposal(Some(own)) => *partner == own,
        Waits::Proposal(None) => parties.contains(partner),
        Waits::Confirmation(proposer) => *partner != proposer,
    });
    let of = |partner: P| {
        administrators
            .iter()
            .filter(move |one| one.partner == partner)
    };
    let can_act = |one: &Administrator<P>| one.is_in_force && !one.stands_aside;
    if all.iter().any(|partner| of(*partner).any(can_act)) {
        return Vec::new();
    }
    let is_proposed = |one: &Administrator<P>| !one.is_in_force && !one.stands_aside;
    let stuck = all.into_iter().map(|partner| Stuck {
        partner,
        has_proposed: of(partner).any(is_proposed),
    });
    stuck.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTS: (bool, bool) = (true, false);
    const ASIDE: (bool, bool) = (true, true);
    const PROPOSED: (bool, bool) = (false, false);

    fn of(partner: char, people: &[(bool, bool)]) -> Vec<Administrator<char>> {
        let one = |(is_in_force, stands_aside): &(bool, bool)| Administrator {
            partner,
            is_in_force: *is_in_force,
            stands_aside: *stands_aside,
        };
        people.iter().map(one).collect()
    }

    fn found(people: &[Vec<Administrator<char>>], waits: Waits<char>) -> String {
        let stuck = stuck(&people.concat(), &['a', 'b'], waits);
        stuck.iter().map(|one| one.partner).collect()
    }

    #[test]
    fn an_office_of_a_partner_waits_for_that_partner_alone() {
        let people = [of('a', &[ASIDE, ASIDE]), of('b', &[ACTS])];
        assert_eq!(found(&people, Waits::Proposal(Some('a'))), "a");
        assert_eq!(found(&people, Waits::Proposal(Some('b'))), "");
        let people = [of('a', &[ASIDE, ACTS]), of('b', &[ASIDE])];
        assert_eq!(found(&people, Waits::Proposal(Some('a'))), "");
    }

    #[test]
    fn an_office_of_all_waits_for_whichever_party_has_somebody_left() {
        let some = [of('a', &[ASIDE]), of('b', &[ASIDE, ACTS])];
        assert_eq!(found(&some, Waits::Proposal(None)), "");
        let none = [of('a', &[ASIDE]), of('b', &[ASIDE])];
        assert_eq!(found(&none, Waits::Proposal(None)), "ab");
        // A partner that takes no part in the call proposes nobody.
        let elsewhere = [none.concat(), of('c', &[ACTS])];
        assert_eq!(found(&elsewhere, Waits::Proposal(None)), "ab");
    }

    #[test]
    fn whom_one_partner_proposed_waits_for_all_others() {
        let people = [of('a', &[ACTS]), of('b', &[ASIDE]), of('c', &[ASIDE])];
        assert_eq!(found(&people, Waits::Confirmation('a')), "bc");
        assert_eq!(found(&people, Waits::Confirmation('b')), "");
    }

    #[test]
    fn nothing_is_asked_of_a_partner_with_no_administrator() {
        let people = [of('a', &[ASIDE]), of('b', &[PROPOSED])];
        assert_eq!(found(&people, Waits::Proposal(Some('b'))), "");
        assert_eq!(found(&people, Waits::Proposal(None)), "a");
    }

    #[test]
    fn whoever_is_proposed_mends_it_unless_they_stand_aside_too() {
        let has_proposed = |people: &[(bool, bool)]| {
            let stuck = stuck(&of('a', people), &['a'], Waits::Proposal(Some('a')));
            stuck.first().map(|one| one.has_proposed)
        };
        assert_eq!(has_proposed(&[ASIDE]), Some(false));
        assert_eq!(has_proposed(&[ASIDE, (false, true)]), Some(false));
        assert_eq!(has_proposed(&[ASIDE, PROPOSED]), Some(true));
        assert_eq!(has_proposed(&[ASIDE, ACTS]), None);
    }
}
