insert into installation (name, value) values ('program', '0.1.0 (0123456789ab)'), ('tips', 'made');
