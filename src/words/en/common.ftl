### What every page needs: the frame, errors, refusals, what is wrong with a field.

## The frame

skip = Skip to the content
nav-main = Main
nav-more = More
nav-crumbs = You are here
next-step = Next
banner-go = Go there
banner-own = Your turn: { $task }.
banner-others = { $task }: { $who }.
banner-of_partner = { $capacity } of { $partner }
more = Show more
aside = At a glance
footer = Joint innovation fund
footer-api = Interface for programs (API)
demo-banner = Demonstration: every person, organisation and amount is invented, and no money moves. No letter leaves this machine.

## Navigation

nav-calls = Calls
nav-work = My work
nav-organisations = My organisations
nav-applications = Applications
nav-reviews = My reviews
nav-awards = Awards
nav-payouts = Payouts
nav-orders = Payment orders
nav-books = Books
nav-fund = Fund
nav-people = People
nav-letters = Letters
nav-anchors = Anchors
nav-failed_sign_ins = Failed sign-ins
nav-overdue = Overdue
nav-mailbox = Mailbox of the demonstration

## Actions: words of buttons, and of the history

action-turn_the_clock = Move the clock forward

## What an action entails, above its form

intro-turn_the_clock = It is { $now } in this demonstration. Move the clock forward to pass a deadline or a cooling time; everyone then has to sign in again.

## The mailbox of the demonstration

heading-factor_codes = Codes of second factors
mailbox-factor_codes = In this demonstration nobody needs an app: these are the codes that it would show now, for half a minute. Each is good once.

## What was done

done-turn_the_clock = The clock was moved forward.

## Errors

amount-read_as = Read as { $amount }
error-title = Error:
error-summary = Please correct the following
error-not_found = This page does not exist, or you do not have access to it.
error-not_json = The API takes JSON: send it with Content-Type: application/json.
error-not_signed_in = Sign in to continue.
error-unsettled = This took too long, or the connection to the database broke at the last moment. It may have been carried out, or may yet be: open the page again and look before you send it once more.
error-clock_behind = The clock of the server is wrong, so nothing can be changed at present. Nothing was changed. Its operators can see it.
error-no_room = The server has no room left, so nothing can be changed at present. Nothing was changed. Reading goes on; its operators can see it.
error-unavailable = The service is busy. Nothing was changed. Try again in a moment.
error-internal = Something went wrong on our side. Nothing was changed. Try again; if it happens again, contact the secretariat and give the reference below.
error-invalid_input = What was sent cannot be processed. Go back, check what you entered, and send it again.
error-too_many_attempts = { $seconds ->
    [one] There were too many attempts. Try again in { $seconds } second.
   *[other] There were too many attempts. Try again in { $seconds } seconds.
}

error-too_many_uploads = You are sending { $most ->
    [one] another file
   *[other] { $most } other files
} at the moment, and more at once is not possible. This one was not kept: send it again when they have arrived.
error-uploads_busy = Many people are sending files at the moment, so this one was not kept. Send it again in half a minute.
error-still_signed_in = The page you signed out from was no longer valid: you are still signed in. Sign out once more, from this page.
error-form_expired = This form was no longer valid, so nothing was saved. Your entries are still here: check them and send the form again.
error-method_not_allowed = This address does not take that. It takes { $allowed }.
heading-kept = What you had typed
kept-explained = It could not be put back into its form. Copy from here what you need.
signed_out_while_typing = You were signed out while you were typing, so nothing has been sent yet. Sign in, and you are back on your page with everything you typed.
signed_in_again = Nothing has been sent yet. What you typed before you signed in stands in the form: check it and send it.
error-reference = Reference: { $reference }
error-page-401 = Please sign in
error-page-403 = You may not do this
error-page-404 = Page not found
error-page-405 = This is not possible here
error-page-409 = This is not possible at present
error-page-422 = Something needs correcting
error-page-429 = Too many attempts
error-page-500 = Something went wrong
error-page-503 = The service is busy
error-page-507 = The server is full

## Refusals

refused-not_in_capacity = None of your roles allows this. It is open to: { $capacities }.
refused-capacity_elsewhere = { $of ->
    [call] You are { $capacity }, but for another call. This is for whoever has that role in the call concerned.
   *[partner] You are { $capacity }, but of another partner. This is for whoever has that role at the partner concerned.
}
refused-second_factor_is_off = Your office is not in force before your second factor is on. Switch it on under your account, at “Second factor”.
refused-wrong_state = “{ $action }” is not possible while the state is “{ $state }”.
stale-somebody = Somebody else
stale-yourself = You yourself, in another window,
stale-together = { $who } saved this while you were working on it. Nothing is lost: both changes stand together below. Look them over, then save again.
stale-choose = { $who } saved this while you were working on it, and both of you changed some of the fields. Nothing is saved yet: choose for each of them which text stays.
stale-theirs = Changed meanwhile and not by you: { $fields }
yes = Yes
no = No
meanwhile-legend = Saved meanwhile
meanwhile-theirs = Take this text
meanwhile-mine = Keep what I wrote
saved-partly = Everything else is saved. What is marked below is not: put it right and save again.
characters-of = { $count } of { $most } characters
refused-stale = Someone changed this after you opened it. Nothing was saved. Compare your entries with the present version, then send them again.

## What is wrong with a field

fault-required = This is missing
fault-too_long = Use at most { $limit } characters
fault-too_short = Use at least { $limit } characters
fault-not_a_whole_number = Enter a whole number in digits, such as 12
fault-not_a_number = Enter a number in digits, such as 1250, 1250.50 or 1 250,50
fault-ambiguous_amount = This can be read in two ways: for { $limit } in whole write { $limit } without a mark, for a part of one write all the decimals
fault-too_many_decimals = { $limit ->
    [0] Enter a whole amount, without decimals
    [one] Use at most { $limit } decimal
   *[other] Use at most { $limit } decimals
}

fault-too_large = This is above the limit { $limit }
fault-too_small = This is below the limit { $limit }
fault-not_a_date = Enter a date that exists, such as 2027-03-31
fault-unlikely_year = Check the year: enter a date from 2000 to 2099
fault-not_a_time = Enter a date and a time, such as 2027-03-31 17:00
fault-unknown_zone = Enter a time zone by its name, such as Europe/Vienna
fault-time_does_not_exist = The clocks go forward then, and this local time does not exist: choose another
fault-time_is_ambiguous = The clocks go back then, and this local time occurs twice: choose another
fault-unknown_currency = Enter the three letters of a currency, such as EUR
fault-not_the_funds_currency = The fund’s books are in { $limit }, and so is every call
fault-unknown_country = This country is not on the fund’s list
fault-not_a_website = Enter the address of a website, such as https://example.org
fault-not_an_email = Enter an e-mail address, such as name@example.org
fault-not_an_iban = This is not the number of an account: an IBAN begins with two letters and two digits, such as AT61 1904 3002 3457 3201
fault-iban_mistyped = This number has a slip in it: its check digits do not fit. Compare it with the bank’s letter
fault-iban_of_country = The account numbers of { $limit } are built otherwise: check whether a digit is missing or too many
fault-not_a_bic = This is not the code of a bank: a BIC has 8 or 11 letters and digits, such as BKAUATWW
fault-not_a_name = This does not look like a name: enter it as the bank has it
fault-mixed_scripts = A word of this name mixes letters of two scripts, such as Latin and Cyrillic, so that it may pass for another name. Write each word in the letters of one script
fault-no_plain_spelling = A payment order cannot print “{ $limit }”: give the spelling in Latin letters that the bank has
fault-confirm_spelling = The payment order will say “{ $limit }”. Correct this spelling if the bank has another, then send the form again
fault-no_file = No file was chosen
fault-of_another_instruction = This file was sent with an earlier instruction of this payment. Send the bank’s file about the present one and choose that
fault-no_evidence = Give the bank’s message here, or send its file first and choose it below
fault-unknown_choice = Choose one of the options
fault-not_a_half_point = Give a mark from 0 to 5 in steps of half a point
fault-not_a_percentage = Enter a percentage with at most two decimals, such as 12.50
fault-repeated = This was sent twice: send it once
fault-malformed = This is not in the expected form
fault-member_already = Whoever has this address acts for the organisation already
fault-asked_already = Whoever has this address has asked to join: answer the request on this page
fault-invited_already = An invitation to this address still waits, or was declined less than thirty days ago
fault-enough_letters = Enough letters have gone to this address within the last hour; those that came before still hold
fault-address_is_yours = This is the address of your account already
fault-already_taken = This is already in use
fault-not_positive = This must be more than zero
fault-nothing_requested = No participant asks for anything yet; say at least once what is requested
fault-together_too_large = All participants together ask for more than the largest grant, { $limit }
fault-registered_already = An organisation with this number is registered in this country already, however it is spelt. If it is yours, ask to join it: its leads decide
fault-name_registered = An organisation of this name is registered in this country already. If it is yours, ask to join it; if yours is another, add what tells the two apart, such as the town
fault-not_registered = No organisation with this number or name is registered in this country, so it can be registered
fault-participant_twice = This organisation is in the consortium already; leave one of the two out
fault-applicant_missing = The organisation that applies must be one of the participants; none of them has its country and register number
fault-not_found = This does not exist or is no longer valid
fault-before_the_founding = The fund was founded on { $limit }: nothing was pledged to it or paid in before
fault-too_far_ahead = Choose a day within a year
fault-signs_alone = Enter the number with its letters and figures, as the register writes it
fault-must_be_later = This must lie after the earlier date and time
fault-must_sum = Together these must add up to { $limit }
fault-mismatch = This does not match the rest
fault-second_factor_required = Give the code that your app shows now, or use a passkey
fault-ticket_is_over = The time for the second step is over; begin again with your password
fault-wrong_code = This is no code that is good now, or it was used already. Each code is good once: wait for the next
fault-used_code = This code was used already, or a newer one was. Wait for the next
fault-wrong_passkey = This passkey does not prove what it was asked for. Ask for it again
fault-passkey_too_late = The passkey was asked more than five minutes ago. Ask for it again
fault-no_passkey = The browser gave no passkey. It takes one that knows passkeys and runs the script of this page
fault-too_many_passkeys = You have as many passkeys as one person may have; remove one first
fault-no_name_for_passkeys = Passkeys belong to a name, and this site is reached by a number; set up an app instead
fault-wrong_password = This does not match our records; whoever has just registered opens the link in the letter first
fault-common_password = This password is among the first that attackers try. Take four or more words that have nothing to do with each other
fault-password_keys = These keys lie side by side, which attackers try early. Take four or more words that have nothing to do with each other
fault-password_repeats = This password repeats itself or counts on, which makes it no harder to guess. Take four or more words that differ
fault-password_dates = Dates and years are tried early. Take four or more words that have nothing to do with each other or with you
fault-password_own_words = This password is made of your name, your address, your organisation or the fund’s name, which whoever knows you tries first. Take words that have nothing to do with you
fault-file_type = This type of file is not accepted. Send a PDF, a picture (PNG or JPEG), or a document saved as .docx, .xlsx or .pptx
fault-bank_file_type = This type of file is not accepted as a message of a bank. Send a PDF, a picture (PNG or JPEG), text or XML
fault-file_ending = The name must say what the file is: let it end in .{ $limit }, then send it again
fault-file_broken = This file cannot be read to its end. Open it in the program it was made with, save it anew, and send that copy
fault-file_locked = This file is protected with a password or against changes, so nobody here could read all of it. Save it without protection, then send it again
fault-file_macros = This document holds macros or controls, which run when it is opened. Save it without them, as .docx, .xlsx or .pptx, or as PDF, then send it again
fault-file_holds_file = This document holds another file, “{ $limit }”, which could be a program. Take it out, and send what is needed of it as a file of its own
fault-file_unpacks = This file is far larger inside than it is sent. Save it anew with smaller pictures or fewer rows, or split it, then send it again
fault-file_scripts = This PDF runs scripts or starts programs. Open it, choose “Print” and there “Save as PDF”: send that copy, which looks the same and runs nothing
fault-file_too_slow = This file did not arrive within { $limit } seconds, so nothing was kept. Send it from a faster connection, or make it smaller
fault-file_too_large = This is more than can be uploaded { $limit ->
    [one] ({ $limit } byte)
    [other] ({ $limit } bytes)
   *[unknown] here
}

fault-files_too_large = All files of an application may hold { $limit } MiB together, and with this one they would hold more. Remove one, or make this one smaller
fault-files_of_one_too_large = All files that one person sends to calls that are still open may hold { $limit } MiB together, those of discarded drafts too, and with this one yours would hold more. Remove files you no longer need, or ask the secretariat
fault-bank_files_too_large = The bank’s files to one payment, and those that one person sends in a month, may hold { $limit } MiB together, and with this one they would hold more. Make this one smaller, or give the bank’s message in words
fault-too_many_bank_files = A payment takes at most { $limit ->
    [one] { $limit } file
   *[other] { $limit } files
} of the bank, and it has as many. Choose one of those, or give the bank’s message in words
fault-too_many_files = An application takes at most { $limit ->
    [one] { $limit } file
   *[other] { $limit } files
}, and it has as many. Remove one, or put several into one
fault-too_many_drafts = One person may keep at most { $limit ->
    [one] { $limit } draft
   *[other] { $limit } drafts
} in a call, and you have as many. Submit or discard one, then begin this one
fault-empty_file = This file is empty
fault-too_many = { $limit ->
    [one] At most { $limit } is allowed
   *[other] At most { $limit } are allowed
}

fault-too_few = There are too few of these
fault-not_allowed = This is not allowed here
fault-not_seen = Say what you saw: open the page again, so that it is known which state of things you act on
fault-unknown_field = This field is not known

## What stands where there is nothing

empty-overdue = Nothing is overdue.
empty-work = Nothing waits for you. What is asked of you will stand here, the most urgent first.

heading-waits_for_you = Waits for you
heading-waiting_for_others = What you wait for, and on whom
heading-reading = To read
intro-reading = Nothing waits for you by the nature of your role. This has moved lately; every page has its history.
work-since = since { $day }
count-or_more = { $count } or more
## Figures, dates and lists

figure-money = { $amount } { $currency }
figure-percent = { $number } %
figure-date = { $day } { $month } { $year }
figure-moment = { $date }, { $time }
figure-by = by { $day }
figure-by_today = by today, { $time }
figure-was_due = was due on { $day }
figure-both = { $first }, { $second }
figure-time-in = { $time } in { $place }
figure-time-zone = { $time } { $zone }
figure-comma = { $first }, { $second }
figure-and = { $first } and { $second }
figure-or = { $first } or { $second }

month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
fault-needs_an_order = The pots cover only some of the applications with equal marks. Give the order in which they stand: 1 comes first.
