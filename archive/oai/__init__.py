"""The archive for harvesters: OAI-PMH 2.0, with Dublin Core.

Source: https://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm
"""
