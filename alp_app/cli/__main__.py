"""`python -m alp_app.cli`."""

from alp_app.cli.main import main

main()
