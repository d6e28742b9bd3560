## Offices in an application, and who stands aside.

title-offices = Who acts in this application
heading-offices = Offices
heading-vacancies = Offices nobody can hold
heading-recusals = Who stands aside, and why
heading-own_recusals = Applications from which you stand aside
empty-offices = Nobody holds an office in this application.
link-recuse = Offices and conflicts of interest

holder-acts = Acts
holder-aside = Stands aside
holder-substitute = Acts as a substitute, in this application alone
vacancy-open = Everybody stands aside: a substitute is to be proposed
vacancy-proposed = A substitute is proposed and waits for an administrator of another partner
vacancy-nobody_proposes = Everybody stands aside, and so do all administrators of { $partners }: nobody can propose a substitute before another administrator is appointed there
vacancy-nobody_confirms = A substitute is proposed, and all administrators of { $partners } stand aside: nobody can confirm before another administrator is appointed there

origin-declared = Declared
origin-found = Found by the secretariat
origin-contact_address = The person’s address is that of a participant’s contact
origin-former_address = A participant’s contact has an address that was the person’s
origin-register_number = The person acts for an organisation with a participant’s register number
origin-partner_in_common = An organisation the person acts for has a participant as its partner in another application

state-recusal-hinted = Waits for the secretariat
state-recusal-in_force = Stands aside
state-recusal-dismissed = Dismissed
state-recusal-lifted = Taken back

task-confirm_hint = Decide on a hint at a conflict of interest
task-name_substitute = Propose a substitute
task-grant_role = Propose another administrator: all stand aside from an application in which an office is vacant
people-administrator_wanted = Propose another administrator: everybody who administers { $partner } stands aside from an application in which an office is vacant. An administrator of another partner confirms them, as any.

action-recuse = I have a conflict of interest
action-recuse_another = Record somebody’s conflict of interest
action-note_hint = Hint at a conflict of interest
action-confirm_hint = There is a conflict of interest
action-dismiss_hint = There is none
action-lift_recusal = Let the person act again
action-name_substitute = Propose a substitute

intro-recuse = You stand aside at once: in this application, in its award and in its payments you hold no office any more and see nothing of them, whatever your roles are. Your part in other applications stays as it is. The secretariat reads your reason, and only the secretariat can take this back.
intro-recuse_another = The person stands aside at once: in this application, its award and its payments they hold no office any more. They are told by e-mail, with your reason.
intro-confirm_hint = The person stands aside, and is told by e-mail. What they review of the application ends, and of the whole call where they take part in the application: marks they gave count no more, and what rests on them falls. This cannot be undone.
intro-dismiss_hint = The person acts in the application as before. Your reason is kept.
intro-lift_recusal = The person holds their offices in this application again. They are told by e-mail, with your reason. Nobody stands in for them any more; what was done in their place stands.
intro-name_substitute = The person is given this office in this application alone, once an administrator of another partner has confirmed it. They need an account: an administrator invites whoever has none.

done-recuse = You stand aside from the application, and have no office in it any more.
done-recuse_another = The person stands aside from the application.
done-confirm_hint = The person stands aside from the application, and what they may not review has ended.
done-dismiss_hint = The hint has been dismissed.
done-lift_recusal = The person can act in the application again.
done-name_substitute = The substitute has been proposed, and waits for an administrator of another partner.

condition-person_is_in_office = This person holds no office in this application.
condition-office_is_vacant = No office of your partner is vacant in this application.
duplicate-recusal = This person already stands aside from the application.
