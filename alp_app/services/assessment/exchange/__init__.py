"""Questions from and to the files of other systems: Moodle XML, GIFT, Aiken."""
