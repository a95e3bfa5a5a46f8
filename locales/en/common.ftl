error-reference = We are sorry, your request could not be processed. Please try again. If it happens again, give the code { $reference } to { $contact }.
