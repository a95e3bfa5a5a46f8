notice-why =
    <b>Why do I receive this message?</b>

    <b>{ $title }</b> was sent by { $agency } through this service. In charge of it: { $contact }.

    Meant for: { $audience }.

    { $duty }
notice-why-mandatory = The agency made this message mandatory for all it is meant for, for example because it concerns the duty of neutrality, so it cannot be turned off.
notice-why-optional = This message is optional. If you do not need it, you may choose to receive no more of its kind.
notice-why-muted = This message is optional. You chose to receive no more of its kind.
notice-why-test = This is a test. On the real message this tells who sent it, for whom it is meant, and whether it is mandatory.
notice-not-yours = There is nothing to tell you about this message.
notice-audience-zone = { $who }, in the { $zone } time zone
notice-button-mute = Send me no optional messages
notice-button-unmute = Send me optional messages again
notice-button-settings = Messages and settings
notice-muted-done = All right, from now on we send mandatory messages only.
notice-unmuted-done = All right, we send optional messages again.
notice-settings =
    <b>Messages from { $agency }</b>

    { $state }

    { $list }

    Questions about messages go to { $contact }.
notice-all = You receive all messages, mandatory and optional.
notice-muted = Since { $since } you receive mandatory messages only. Those are sent all the same, for example when they concern the duty of neutrality, and cannot be turned off.
notice-list =
    <b>Last messages</b>
    { $lines }
notice-list-empty = No messages in the last 60 days.
notice-line = • { $day }: { $title } ({ $duty })
notice-line-mandatory = mandatory
notice-line-optional = optional
