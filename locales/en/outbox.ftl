outbox-button-pledge = My pledge
outbox-button-why = Why did I get this?
outbox-album-pledge = To read and make the pledge, send /ikrar.
outbox-album-why = Why you received this message: /pesan
