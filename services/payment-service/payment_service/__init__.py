"""Payments, refunds and their ledger, in front of a simulated card gateway."""

VERSION = "0.1.0"
