-- After add_uid: a stage that came from a calendar program.
update stage set uid = '040000008200E00074C5B7101A82E008@contoh' where id = 1;
