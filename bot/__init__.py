"""Extensions that the Rasa server loads: NLU components, channel, tracker store."""
