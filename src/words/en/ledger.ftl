### The books.

## What stands where there is nothing

empty-books = Nothing has been posted here.

## Books

book-real = Financial book
book-budget = Budget book

## Books

books-balance = The books balance: debits and credits are equal in both.
books-do-not-balance = The books do not balance. Stop all payments and inform the auditor and the operator.

## Accounts

account-1000 = Cash at bank
account-1100 = Contributions receivable
account-1200 = Advances to recipients
account-2000 = Grants payable
account-2100 = Payments in transit
account-2200 = Amounts kept back
account-4000 = Contributions pledged
account-5000 = Grant expense
account-9000 = Budget available
account-9100 = Budget reserved
account-9200 = Budget committed
account-9900 = Budget control
