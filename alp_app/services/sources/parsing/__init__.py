"""Readers of files, one for each kind, and how passages are made. Run in a process of their own with
limits (`sandbox`); nothing else imports them, and they import nothing that speaks to others."""
