-- After note_returns_by_day: someone who came back and waits for the morning.
update recipient set returned_on = '2024-10-04' where person_id = 4;
