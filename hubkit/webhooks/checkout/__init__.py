"""Tickets for money: seats held while somebody pays at Stripe, and given when Stripe says so."""
