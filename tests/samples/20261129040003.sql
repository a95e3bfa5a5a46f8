-- After time_summary: one with its time.
insert into summary (day, telegram_id, at) values ('2024-10-09', 900001, 1728435900000);
