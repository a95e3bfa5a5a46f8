compose-only =
    We cannot send that kind of message to many people.

    What can be sent: text (with bold, italics, quotations, links), a photo, a document, or an album of 2 to 10 photos or documents. Stickers, voice messages, videos, polls, contacts and locations cannot.
compose-no-album = Only one message can be sent here: text, one photo or one document. Albums cannot.
compose-mixed = An album holds either photos or documents. We left out the one of the other kind.
compose-too-many = An album holds at most { $most } of them. We left out the rest.
compose-captions = An album has a single caption. We left out the part with a second one; send the album again with one caption.
compose-unknown-variable =
    There is no <code>{"{"}{ $word }{"}"}</code> to be filled in here, so nothing was saved.

    What can be filled in: { $list }. Correct it and send it again.
compose-unclosed-variable = No brace closes <code>{"{"}{ $word }</code>, so nothing was saved. Write <code>{"{"}{ $word }{"}"}</code> and send it again.
compose-variable-in-link = The address of a link is the same for everyone, so nothing in braces can be filled in there. Take it out of the address and send it again.
compose-empty = There is no text. Write it and send it again.
compose-too-long =
    This text is too long: { $length } characters with the longest name and unit filled in, while Telegram takes at most { $most }.

    Shorten it by at least { $over } characters and send it again.
compose-caption-too-long =
    This caption is too long: { $length } characters with the longest name and unit filled in, while Telegram takes at most { $most } below a photo or document.

    Shorten it by at least { $over } characters, or send it as text on its own.

compose-variable-name = the recipient's name
compose-variable-unit = the name of their unit
compose-variable-stage = the name of the stage
compose-variable-day = the day that is counted towards
compose-variable-days-left = how many days are left
compose-variable-link = a link to the recipient's pledges in this bot
