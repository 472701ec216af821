from alp_app.cli.main import main

main()
